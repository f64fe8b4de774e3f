import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Failures } from './failures';
import { sendAnswer } from './send-answer';
import { SERVICES, type Service, type ServiceName } from './service';

/** Answers what is asked of the services over HTTP, counts it, and lets it go wrong on command. */
export interface ServiceDesk {
  /** @returns false for a path that is of no service. */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): boolean;
  /** Requests by service and call (`helix GET /streams`), each by status; failures on command are under `failed`. */
  counts(): Record<string, Record<string, number>>;
}

const MAX_FORM_BYTES = 8 * 1024;

export function createServiceDesk(
  services: Readonly<Record<ServiceName, Service>>,
  failures: Failures,
): ServiceDesk {
  const counts = new Map<string, Map<string, number>>();
  const count = (call: string, outcome: string): void => {
    const outcomes = counts.get(call) ?? new Map<string, number>();
    counts.set(call, outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1));
  };

  return {
    handle(request, response, url) {
      const name = SERVICES.find((service) => url.pathname.startsWith(`/${service}/`));
      if (name === undefined) return false;
      const method = request.method ?? 'GET';
      const path = url.pathname.slice(name.length + 1);
      const answer = (form: string): void => {
        const params = new URLSearchParams([...url.searchParams, ...new URLSearchParams(form)]);
        const { call, ...rest } = services[name]({ method, path, params, headers: request.headers });
        const failure = failures.next(name);
        count(
          `${name} ${call}`,
          failure === undefined || failure.kind === 'slow' ? String(rest.status) : 'failed',
        );
        sendAnswer(response, rest, failure, `${url.pathname}${url.search}`);
      };
      if (method !== 'POST') answer('');
      else
        readForm(request, (form) => {
          if (form !== undefined) return answer(form);
          response.writeHead(413).end();
          request.destroy();
        });
      return true;
    },
    counts: () =>
      Object.fromEntries([...counts].map(([call, outcomes]) => [call, Object.fromEntries(outcomes)])),
  };
}

/** Undefined for a form that is longer than any should be. */
function readForm(request: IncomingMessage, done: (form: string | undefined) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MAX_FORM_BYTES) chunks.push(chunk);
    else if (bytes - chunk.length <= MAX_FORM_BYTES) done(undefined);
  });
  request.on('end', () => {
    if (bytes <= MAX_FORM_BYTES) done(Buffer.concat(chunks).toString());
  });
  // Who goes away in the middle gets no answer.
  request.on('error', () => undefined);
}
