import { useEffect, useState } from 'preact/hooks';
import { useServices } from '../services';
import type { AskError } from './ask';
import type { LiveConnection } from './live-client';
import { withNextFrame, withoutNextFrame } from './next-frame';
import type { TypedDocument } from './typed-document';

export interface LiveState<Answer> {
  /** The latest state that came; it stays while the connection is away or the page is paused. */
  readonly data?: Answer;
  readonly error?: AskError;
}

/** Follows a subscription while the page is not paused. `variables` undefined: there is nothing to follow. */
export function useLive<Answer, Variables>(
  document: TypedDocument<Answer, Variables>,
  variables: Variables | undefined,
): LiveState<Answer> {
  const { live, key, isPaused } = useServices();
  const identity = variables === undefined ? undefined : JSON.stringify([document, variables, key.value]);
  const [state, setState] = useState<LiveState<Answer> & { readonly of?: string }>({});

  useEffect(() => {
    if (identity === undefined || variables === undefined || isPaused) return;
    const owner = {};
    const end = live.follow(document, variables, {
      next: (data) => withNextFrame(owner, () => setState({ data, of: identity })),
      fail: (error) =>
        withNextFrame(owner, () =>
          setState((before) => (before.of === identity ? { ...before, error } : { error, of: identity })),
        ),
    });
    return () => {
      withoutNextFrame(owner);
      end();
    };
    // `identity` stands for document and variables.
  }, [identity, isPaused]);

  return state;
}

export function useConnection(): LiveConnection {
  const { live } = useServices();
  const [connection, setConnection] = useState(live.connection);
  useEffect(() => {
    setConnection(live.connection);
    return live.onChange(() => setConnection(live.connection));
  }, [live]);
  return connection;
}
