const ESCAPES: Readonly<Record<string, string>> = {
  ';': '\\:',
  ' ': '\\s',
  '\\': '\\\\',
  '\r': '\\r',
  '\n': '\\n',
};

/** Escapes as IRCv3 has it (ircv3.net/specs/extensions/message-tags), in Twitch's alphabetical order. */
export function toTags(tags: Readonly<Record<string, string>>): string {
  const names = Object.keys(tags).sort();
  return `@${names.map((name) => `${name}=${escaped(tags[name] ?? '')}`).join(';')}`;
}

function escaped(value: string): string {
  return value.replace(/[; \\\r\n]/g, (char) => ESCAPES[char] ?? '');
}
