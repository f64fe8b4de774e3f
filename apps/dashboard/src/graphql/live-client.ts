import { createClient, type Client } from 'graphql-ws';
import type { AccessKey } from './access-key';
import { AskError, toAskError, type GraphQLAnswer } from './ask';
import type { TypedDocument } from './typed-document';

/** How the connection for live answers is. */
export type LiveConnection =
  /** Nothing was asked yet, or the first connection is being made. */
  | { readonly type: 'connecting' }
  | { readonly type: 'open' }
  /** It broke off at `sinceMs` (this computer's clock) and is being made again. */
  | { readonly type: 'away'; readonly sinceMs: number }
  /** The server does not take the key that was given: it was revoked, or never was one. */
  | { readonly type: 'refused' };

export interface LiveClient {
  /** What is followed comes to `next` until the returned function is called, over any number of reconnections. */
  follow<Answer, Variables>(
    document: TypedDocument<Answer, Variables>,
    variables: Variables,
    sink: { next(answer: Answer): void; fail(error: AskError): void },
  ): () => void;
  readonly connection: LiveConnection;
  /** Calls back after each change of `connection`. @returns ends that */
  onChange(listener: () => void): () => void;
  /** Makes the connection anew, as after a change of the key. */
  restart(): void;
}

const LONGEST_WAIT_MS = 5_000;
const FIRST_WAIT_MS = 250;
/** A connection that does not answer a ping for this long is dead, whatever the network says. */
const PONG_WITHIN_MS = 5_000;
const PING_EVERY_MS = 10_000;
/** graphql-transport-ws: who asks may not. */
const FORBIDDEN_CODES: readonly unknown[] = [4401, 4403];

/** @param url `ws://…/graphql` */
export function createLiveClient(url: string, key: AccessKey): LiveClient {
  let connection: LiveConnection = { type: 'connecting' };
  const listeners = new Set<() => void>();
  const change = (next: LiveConnection): void => {
    if (next.type === connection.type) return;
    connection = next;
    for (const listener of listeners) listener();
  };
  let socket: WebSocket | undefined;
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  const client: Client = createClient({
    url,
    lazy: true,
    lazyCloseTimeout: 2_000,
    connectionParams: () => ({ ...key.headers() }),
    keepAlive: PING_EVERY_MS,
    shouldRetry: () => true,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: (retries) => {
      const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(retries, 10));
      // Half of it by chance: a server that comes back is not asked by everyone at once.
      return new Promise((resolve) => setTimeout(resolve, most * (0.5 + Math.random() / 2)));
    },
    on: {
      opened: (opened) => {
        socket = opened as WebSocket;
      },
      connected: () => change({ type: 'open' }),
      closed: (event) => {
        clearTimeout(pongTimer);
        const { code, wasClean } = event as CloseEvent;
        if (FORBIDDEN_CODES.includes(code)) return change({ type: 'refused' });
        if (code === 1000 && wasClean) return change({ type: 'connecting' });
        change({ type: 'away', sinceMs: Date.now() });
      },
      ping: (received) => {
        if (received) return;
        pongTimer = setTimeout(() => socket?.close(4408, 'no pong'), PONG_WITHIN_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(pongTimer);
      },
    },
  });
  return {
    follow<Answer, Variables>(
      document: TypedDocument<Answer, Variables>,
      variables: Variables,
      sink: { next(answer: Answer): void; fail(error: AskError): void },
    ) {
      let again: ReturnType<typeof setTimeout> | undefined;
      let end = (): void => undefined;
      const begin = (): void => {
        end = client.subscribe<Answer>(
          { query: document, variables: variables as Record<string, unknown> },
          {
            next: (answer) => {
              const error = toAskError(200, answer as GraphQLAnswer<unknown>);
              if (error) sink.fail(error);
              else sink.next(answer.data as Answer);
            },
            error: (thrown) => {
              const error = toLiveError(thrown);
              sink.fail(error);
              // What the document itself is refused for stays so; all else may pass, and the page is left open.
              if (error.trouble !== 'newer') again = setTimeout(begin, LONGEST_WAIT_MS);
            },
            complete: () => undefined,
          },
        );
      };
      begin();
      return () => {
        clearTimeout(again);
        end();
      };
    },
    get connection() {
      return connection;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    restart: () => client.terminate(),
  };
}

/** Errors come as GraphQL's own, as a close event, or as whatever the socket threw. */
function toLiveError(error: unknown): AskError {
  if (Array.isArray(error)) {
    const answer = { errors: error } as GraphQLAnswer<unknown>;
    return toAskError(200, answer) ?? new AskError('refused', 'the server refused without a word');
  }
  const { code, reason } = error as Partial<CloseEvent>;
  if (FORBIDDEN_CODES.includes(code)) return new AskError('forbidden', reason ?? 'a key is needed');
  return new AskError('away', 'the connection broke off');
}
