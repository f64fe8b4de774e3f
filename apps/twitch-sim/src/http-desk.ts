import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServiceDesk } from './services/service-desk';

type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

/** Everything that is asked over HTTP: of a service by its prefix, else of the control API. */
export function createHttpDesk(
  desk: Pick<ServiceDesk, 'handle'>,
  control: Handler,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    // A client that goes away in the middle of its answer is no error of ours.
    response.on('error', () => undefined);
    const url = parseUrl(request.url);
    if (url === undefined) {
      response.writeHead(400, { 'content-type': 'application/json; charset=utf-8' });
      response.end(`${JSON.stringify({ error: 'bad address' })}\n`);
      return;
    }
    if (!desk.handle(request, response, url)) control(request, response, url);
  };
}

function parseUrl(path: string | undefined): URL | undefined {
  try {
    return new URL(path ?? '/', 'http://127.0.0.1');
  } catch {
    return undefined;
  }
}
