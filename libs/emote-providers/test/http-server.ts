import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HeardRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly atMs: number;
}

export interface TestHttpServer {
  readonly url: URL;
  readonly heard: readonly HeardRequest[];
  /** Most requests that were unanswered at once. */
  readonly mostAtOnce: number;
  stop(): Promise<void>;
}

export type Answer = (request: HeardRequest, response: ServerResponse) => void;

export const json = (response: ServerResponse, body: unknown, status = 200, headers = {}): void =>
  void response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(body));

/** An HTTP server on a free port of 127.0.0.1 that answers as a test says and remembers what it was asked. */
export async function startHttpServer(answer: Answer): Promise<TestHttpServer> {
  const heard: HeardRequest[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    response.on('close', () => atOnce--).on('error', () => undefined);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const body = Buffer.concat(chunks).toString();
      const entry = { method, path: url, headers, body, atMs: performance.now() };
      heard.push(entry);
      answer(entry, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/`),
    heard,
    get mostAtOnce() {
      return mostAtOnce;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
