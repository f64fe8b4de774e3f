const ANY_RUN = '*';
const ANY_ONE = '?';

/**
 * Whether a text is what a glob says: `*` is any run of characters, `?` one of them (a code point), all else itself,
 * upper and lower case told apart.
 *
 * Not a RegExp, because globs come from people at a form: this takes at most one step for each pair of a glob's and a
 * text's character, whatever the glob.
 */
export function matchesGlob(glob: string, text: string): boolean {
  const want = Array.from(glob);
  const have = Array.from(text);
  let at = 0;
  let next = 0;
  /** After the last `*`, and where the text went on that it has not taken yet. */
  let afterRun = -1;
  let retryAt = 0;
  while (at < have.length) {
    if (want[next] === ANY_RUN) {
      afterRun = ++next;
      retryAt = at;
    } else if (next < want.length && (want[next] === ANY_ONE || want[next] === have[at])) {
      next++;
      at++;
    } else if (afterRun >= 0) {
      next = afterRun;
      at = ++retryAt;
    } else return false;
  }
  while (want[next] === ANY_RUN) next++;
  return next === want.length;
}

/** Characters of a glob that stand for themselves. */
export function countGlobLiterals(glob: string): number {
  return Array.from(glob).filter((char) => char !== ANY_RUN && char !== ANY_ONE).length;
}
