import type { ServerResponse } from 'node:http';
import type { Failure } from './failures';
import type { ServiceAnswer } from './service';

const ENDLESS_BYTES = 1024 * 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, ' ');
const PAGE =
  '<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body>Bad gateway</body></html>\n';

/** Sends an answer, whole or as a failure has it. */
export function sendAnswer(
  response: ServerResponse,
  { status, headers = {}, body }: Pick<ServiceAnswer, 'status' | 'headers' | 'body'>,
  failure: Failure | undefined,
  url: string,
): void {
  const json = { ...headers, 'content-type': 'application/json; charset=utf-8' };
  const whole = (): void => void response.writeHead(status, json).end(JSON.stringify(body));
  switch (failure?.kind) {
    case undefined:
      return whole();
    case 'status': {
      const { status: code, retryAfterSeconds } = failure;
      const retry = retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) };
      response
        .writeHead(code, { ...json, ...retry })
        .end(JSON.stringify({ error: 'failed on command', status: code }));
      return;
    }
    case 'slow': {
      const waiting = setTimeout(whole, failure.delayMs);
      response.once('close', () => clearTimeout(waiting));
      return;
    }
    case 'truncated': {
      // It promises the whole and ends before: only the length tells.
      const bytes = Buffer.from(JSON.stringify(body));
      response.writeHead(status, { ...json, 'content-length': bytes.length });
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
      return;
    }
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
      return;
    case 'endless':
      response.writeHead(200, json);
      response.write('[');
      return writeOn(response, 0);
    case 'redirect':
      response.writeHead(302, { location: url }).end();
      return;
    case 'drop':
      response.destroy();
  }
}

/** As fast as it is read, and not quite for ever. */
function writeOn(response: ServerResponse, sent: number): void {
  let bytes = sent;
  while (bytes < ENDLESS_BYTES && !response.destroyed) {
    bytes += CHUNK.length;
    if (response.write(CHUNK)) continue;
    response.once('drain', () => writeOn(response, bytes));
    return;
  }
  response.destroy();
}
