import { useEffect, useRef, useState } from 'preact/hooks';
import { useServices } from '../services';
import { ask, AskError } from './ask';
import type { TypedDocument } from './typed-document';

export interface QueryState<Answer> {
  /** The latest answer, kept while the next one is awaited and when that fails. */
  readonly data?: Answer;
  /** Why the latest question has no answer. */
  readonly error?: AskError;
  /** Whether the answer shown is of earlier variables, or none has come yet. */
  readonly isLoading: boolean;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;

/**
 * Asks, and again every `everyMs` unless the page is paused or hidden; after a failure again and again, ever slower, so
 * that a page left open recovers by itself. `variables` undefined: there is nothing to ask yet.
 */
export function useQuery<Answer, Variables>(
  document: TypedDocument<Answer, Variables>,
  variables: Variables | undefined,
  {
    everyMs,
    again = 0,
  }: {
    readonly everyMs?: number;
    /** Another value asks the same at once: the reader changed what is asked about. */
    readonly again?: number;
  } = {},
): QueryState<Answer> {
  const { key, isPaused } = useServices();
  const [state, setState] = useState<QueryState<Answer>>({ isLoading: true });
  const asked = useRef<string>(undefined);
  const identity =
    variables === undefined ? undefined : JSON.stringify([document, variables, key.value, again]);

  useEffect(() => {
    if (identity === undefined || variables === undefined) return;
    const isSame = asked.current === identity;
    if (isSame && isPaused) return;
    if (!isSame) setState((before) => ({ ...before, isLoading: true }));
    asked.current = identity;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    const again = (afterMs: number): void => {
      timer = setTimeout(() => void run(), afterMs);
    };
    const run = async (): Promise<void> => {
      if (globalThis.document.hidden && failures === 0 && everyMs !== undefined && timer !== undefined)
        return again(everyMs);
      try {
        const data = await ask(document, variables, { key, signal: abort.signal });
        failures = 0;
        setState({ data, isLoading: false });
        if (everyMs !== undefined && !isPaused) again(everyMs);
      } catch (error) {
        if (abort.signal.aborted) return;
        const known = error instanceof AskError ? error : new AskError('refused', String(error));
        setState(({ data }) => ({ ...(data !== undefined && { data }), error: known, isLoading: false }));
        // The same question would be refused again; one that is asked every while has other times by then.
        if (known.trouble === 'newer' || (known.trouble === 'refused' && everyMs === undefined)) return;
        again(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures++));
      }
    };
    void run();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
    // `identity` stands for document and variables.
  }, [identity, isPaused, everyMs]);

  return state;
}
