import type { Provider, ThemeToChangeQuery } from '../../graphql/generated';

/** What makes an emote a theme's. */
export type ThemeEmotes = Omit<NonNullable<ThemeToChangeQuery['theme']>['definition'], 'channelTwitchIds'>;

/*
 * An emote's name has no blanks, so blanks part a line:
 *
 *   Kappa               a name, of any provider       name BTTV Kappa       of one; `name Snow*` has a real asterisk
 *   Snow*               a pattern, of any provider    pattern BTTV Snow*    of one; `pattern Snow?` has no asterisk
 *   id TWITCH 25 Kappa  one emote, whatever its name; that may be left out
 */

/** Each in the shortest way that says the same: {@link parseThemeLines} gives it back as it was. */
export function toThemeLines({ emotes, names, patterns }: ThemeEmotes): string {
  return [
    ...emotes.map(({ provider, emoteId, name }) => `id ${provider} ${emoteId} ${name}`.trimEnd()),
    ...names.map(({ provider, name }) =>
      provider === null && !name.includes('*') ? name : toLine('name', provider, name),
    ),
    ...patterns.map(({ provider, pattern }) =>
      provider === null && pattern.includes('*') ? pattern : toLine('pattern', provider, pattern),
    ),
  ].join('\n');
}

const toLine = (kind: 'name' | 'pattern', provider: Provider | null, word: string): string =>
  provider === null ? `${kind} ${word}` : `${kind} ${provider} ${word}`;

/** Each line once. Which providers there are, and what an emote may be called, the server says. @throws Error naming the line that says nothing */
export function parseThemeLines(text: string): ThemeEmotes {
  const lines = new Set(text.split('\n').map((line) => line.trim().split(/\s+/).join(' ')));
  lines.delete('');
  const emotes: ThemeEmotes['emotes'][number][] = [];
  const names: ThemeEmotes['names'][number][] = [];
  const patterns: ThemeEmotes['patterns'][number][] = [];
  for (const line of lines) {
    const [kind, ...words] = line.split(' ');
    const last = words.at(-1) ?? kind!;
    const provider = words.length === 2 ? toProvider(words[0]!) : null;
    if (kind === 'id' && (words.length === 2 || words.length === 3))
      emotes.push({ provider: toProvider(words[0]!), emoteId: words[1]!, name: words[2] ?? '' });
    else if (words.length === 0 && last.includes('*')) patterns.push({ provider, pattern: last });
    else if (words.length === 0) names.push({ provider, name: last });
    else if (kind === 'name' && words.length <= 2) names.push({ provider, name: last });
    else if (kind === 'pattern' && words.length <= 2) patterns.push({ provider, pattern: last });
    else throw new Error(`No emote can be made out of “${line}”: names have no blanks.`);
  }
  return { emotes, names, patterns };
}

const toProvider = (word: string): Provider => word.toUpperCase() as Provider;
