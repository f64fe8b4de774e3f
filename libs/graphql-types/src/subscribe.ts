import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

/** What is needed of a client of graphql-ws: that one fits as it is, and one over SSE of graphql-sse, too. */
export interface SubscribeClient {
  subscribe(
    payload: { query: string; variables?: Record<string, unknown> | null },
    sink: {
      next(result: { data?: unknown; errors?: readonly { readonly message: string }[] }): void;
      error(error: unknown): void;
      complete(): void;
    },
  ): () => void;
}

/** The server answered with errors: all of them, as it gave them. */
export class OperationFailed extends Error {
  override name = 'OperationFailed';
  readonly errors: readonly { readonly message: string }[];

  constructor(errors: readonly { readonly message: string }[]) {
    super(errors.map(({ message }) => message).join('; '));
    this.errors = errors;
  }
}

/**
 * Follows a subscription of this package: the state now, then each state after it changed. Leaving the loop ends it.
 *
 * Each state replaces the one before, so a slow reader gets the latest one and not all between.
 *
 * @throws OperationFailed when the server refuses it. Whatever the client gives up with.
 */
export async function* subscribe<Data, Variables extends Record<string, unknown>>(
  client: SubscribeClient,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): AsyncGenerator<Data, void, undefined> {
  let latest: { readonly data: Data } | undefined;
  let ended: { readonly error?: unknown } | undefined;
  let wake = () => {};
  const end = (how: { error?: unknown }) => {
    ended ??= how;
    wake();
  };
  const stop = client.subscribe(
    { query: print(document), variables },
    {
      next({ data, errors }) {
        if (errors && errors.length > 0) return end({ error: new OperationFailed(errors) });
        latest = { data: data as Data };
        wake();
      },
      error: (error) => end({ error: Array.isArray(error) ? new OperationFailed(error) : error }),
      complete: () => end({}),
    },
  );
  try {
    for (;;) {
      if (latest) {
        const { data } = latest;
        latest = undefined;
        yield data;
      } else if (ended) {
        if ('error' in ended) throw ended.error;
        return;
      } else {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  } finally {
    stop();
  }
}
