import type { ComponentChildren } from 'preact';
import type { AskError, Trouble } from '../graphql/ask';
import { useServices } from '../services';

/** What is wrong, and what becomes of it, in the reader's words. */
const WORDS: Readonly<Record<Trouble, { title: string; advice: string }>> = {
  away: { title: 'The server does not answer', advice: 'Trying again by itself.' },
  slow: { title: 'The server is slow', advice: 'It did not answer in time. Trying again by itself.' },
  busy: { title: 'The server is busy', advice: 'It asks to come back later. Trying again by itself.' },
  broken: {
    title: 'The warehouse does not answer',
    advice: 'What was counted is safe. Trying again by itself.',
  },
  newer: {
    title: 'This server does not have that',
    advice:
      'This page and the server are of different versions. Loading the page again brings the server\u2019s own.',
  },
  forbidden: { title: 'A key is needed', advice: 'None was given. Set one under Settings.' },
  refused: { title: 'The server refused', advice: '' },
};

const OF_A_KEY = {
  title: 'The server does not take this API key',
  advice: 'It was revoked, never was one, or may not ask this. Set another under Settings.',
};

function useWords({ trouble }: AskError): { readonly title: string; readonly advice: string } {
  const { key } = useServices();
  return trouble === 'forbidden' && key.value !== undefined ? OF_A_KEY : WORDS[trouble];
}

/** Forgets the key, where there is one: much is shown to whoever has none. */
export function WithoutKey(props: { readonly class: string }) {
  const { key, setKey } = useServices();
  if (key.value === undefined) return null;
  return (
    <button type="button" {...props} onClick={() => setKey('')}>
      Go on without it
    </button>
  );
}

export function Failure({ error }: { readonly error: AskError }) {
  const { title, advice } = useWords(error);
  return (
    <div class="state failure" role="status">
      <p class="state-title">{title}</p>
      <p>{advice || `It says: ${error.message}.`}</p>
      {error.trouble === 'newer' && (
        <button type="button" class="button" onClick={() => location.reload()}>
          Load again
        </button>
      )}
      {error.trouble === 'forbidden' && <WithoutKey class="button" />}
    </div>
  );
}

/** Above numbers that stay although their successors can't be had. */
export function StaleNote({ error }: { readonly error: AskError }) {
  const { title, advice } = useWords(error);
  return (
    <p class="stale-note" role="status">
      {title}: these are the last numbers known. {advice}{' '}
      {error.trouble === 'forbidden' && <WithoutKey class="link" />}
    </p>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="state">
      <p class="state-title">{title}</p>
      {children && <p>{children}</p>}
    </div>
  );
}

/** Where rows will be. */
export function Skeleton({ rows = 6 }: { readonly rows?: number }) {
  return (
    <div class="skeleton" aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, at) => (
        <span key={at} class={`skeleton-row w${at % 4}`} />
      ))}
    </div>
  );
}

/** One of: rows to come, why they don't, what came. */
export function Await<Data>({
  state,
  rows,
  children,
}: {
  readonly state: { readonly data?: Data; readonly error?: AskError };
  readonly rows?: number;
  readonly children: (data: Data) => ComponentChildren;
}) {
  const { data, error } = state;
  if (data === undefined) return error ? <Failure error={error} /> : <Skeleton {...(rows && { rows })} />;
  return (
    <>
      {error && <StaleNote error={error} />}
      {children(data)}
    </>
  );
}
