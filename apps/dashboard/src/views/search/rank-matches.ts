/**
 * Those whose name holds the text, in any case: the same name first, then names that begin with it, then the rest, each in
 * their given order. All of them when the text is empty.
 */
export function rankMatches<Item>(
  items: readonly Item[],
  text: string,
  nameOf: (item: Item) => string,
): Item[] {
  const wanted = text.toLowerCase();
  const ranks = items.map((item) => {
    const name = nameOf(item).toLowerCase();
    if (name === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    return name.includes(wanted) ? 2 : 3;
  });
  return [0, 1, 2].flatMap((rank) => items.filter((_, at) => ranks[at] === rank));
}
