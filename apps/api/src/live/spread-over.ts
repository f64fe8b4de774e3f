/** How often some are ended: one timer, however many there are. */
const STEP_MS = 100;

/**
 * Ends all of these, in random order and evenly over a time, so that those who come back at once do not come together.
 *
 * @param end must not throw; is also given what has ended by itself meanwhile
 * @param hurry what is left is ended at once when it is aborted
 */
export async function spreadOver<T>(
  all: Iterable<T>,
  end: (one: T) => void,
  options: { readonly withinMs: number; readonly hurry: AbortSignal; readonly random: () => number },
): Promise<void> {
  const { withinMs, hurry, random } = options;
  const left = shuffled([...all], random);
  const total = left.length;
  const fromMs = performance.now();
  const hurried = new Promise((resolve) => hurry.addEventListener('abort', resolve, { once: true }));
  while (left.length > 0) {
    const share = hurry.aborted ? 1 : Math.min(1, (performance.now() - fromMs) / withinMs);
    const due = Math.ceil(total * share);
    for (const one of left.splice(0, due - (total - left.length))) end(one);
    if (left.length > 0)
      await Promise.race([hurried, new Promise((resolve) => setTimeout(resolve, STEP_MS))]);
  }
}

function shuffled<T>(items: T[], random: () => number): T[] {
  for (let at = items.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [items[at], items[other]] = [items[other]!, items[at]!];
  }
  return items;
}
