/**
 * The `emotes` tag of a text, given the ids of its emotes by name: Twitch counts in code points, and groups by emote in
 * the order of first use.
 */
export function toEmotesTag(text: string, idOf: (word: string) => string | undefined): string {
  const ranges = new Map<string, string[]>();
  let at = 0;
  for (const word of text.split(' ')) {
    const length = [...word].length;
    const id = idOf(word);
    if (id !== undefined) {
      const own = ranges.get(id) ?? [];
      own.push(`${at}-${at + length - 1}`);
      ranges.set(id, own);
    }
    at += length + 1;
  }
  return [...ranges].map(([id, own]) => `${id}:${own.join(',')}`).join('/');
}
