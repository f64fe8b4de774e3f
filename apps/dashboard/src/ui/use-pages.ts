import { useEffect, useState } from 'preact/hooks';

interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The pages of a list read so far, as one; `more` undefined when there are no more. */
export function usePages<Node>(
  /** Changes when another list is meant. */
  identity: string,
  ask: (after: string | null) => { readonly page: Page<Node> | undefined },
): { readonly nodes: readonly Node[]; readonly more: (() => void) | undefined; readonly isLoading: boolean } {
  const [kept, setKept] = useState<{ of: string; nodes: readonly Node[]; after: string | null }>({
    of: identity,
    nodes: [],
    after: null,
  });
  const isSame = kept.of === identity;
  const { page } = ask(isSame ? kept.after : null);
  useEffect(() => {
    if (!isSame) setKept({ of: identity, nodes: [], after: null });
  }, [identity]);
  const earlier = isSame ? kept.nodes : [];
  const nodes = page ? [...earlier, ...page.nodes] : earlier;
  const end = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  return {
    nodes,
    more: end === null ? undefined : () => setKept({ of: identity, nodes, after: end }),
    isLoading: page === undefined,
  };
}
