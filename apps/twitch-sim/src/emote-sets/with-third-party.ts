import type { TruthLine } from '../truth-line';

/**
 * The line with its third-party emotes behind the native ones, in the order of the text.
 *
 * The rules (Chatterino's): the text is cut at U+0020 only; a piece is an emote when it equals its name exactly, and
 * none when a native range took any of it. It shares no code with what the product matches by.
 *
 * @param find the emote of a word, as `provider:id`.
 */
export function withThirdParty(line: TruthLine, find: (word: string) => string | undefined): TruthLine {
  if (line.text === null) return line;
  const found: { id: string; from: number; to: number }[] = [];
  let from = 0;
  for (const word of line.text.split(' ')) {
    const to = from + [...word].length - 1;
    const isTaken = line.emotes.some((emote) => emote.from <= to && emote.to >= from);
    const id = word === '' || isTaken ? undefined : find(word);
    if (id !== undefined) found.push({ id, from, to });
    from = to + 2;
  }
  return found.length === 0 ? line : { ...line, emotes: [...line.emotes, ...found] };
}
