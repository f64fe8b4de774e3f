type Random = () => number;

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)]!;

const COMMANDS = [
  ...Array.from({ length: 12 }, () => 'PRIVMSG'),
  'USERNOTICE',
  'USERNOTICE',
  'CLEARCHAT',
  'CLEARMSG',
  'NOTICE',
  'privmsg',
  '001',
  '',
];
const PREFIXES = [':u!u@u.tmi.twitch.tv ', ':tmi.twitch.tv ', ': ', '', ':'];
const CHANNELS = [
  '#tidepool',
  '#lagoon',
  'tidepool',
  '#',
  '',
  '#Tidepool',
  '#a-b',
  `#${'a'.repeat(26)}`,
  '#ghost',
];
const WORDS = [
  'Kappa',
  'KEKW',
  'forsenE',
  ':)',
  '😂',
  '👨‍👩‍👧',
  'é',
  '',
  ' ',
  '\u0001',
  '\u0000',
  'ﷺ',
  'peepoHappy',
  ':',
  'x'.repeat(300),
];
const NUMBERS = [
  '0',
  '1',
  '4',
  '04',
  '-1',
  '499',
  '500',
  '65536',
  '1e3',
  '',
  ' ',
  '9007199254740993',
  '99999999999999999999',
  'NaN',
  '٣',
];
const EMOTE_IDS = [
  '25',
  'emotesv2_dc24652ada1e4c84a5e3ceebae4de709',
  '80481_/3',
  '300196486_TK',
  '',
  ':',
  '__proto__',
  'constructor',
  '0',
  'a,b',
];
const TAGS = [
  'id',
  'room-id',
  'user-id',
  'tmi-sent-ts',
  'emotes',
  'emote-only',
  'subscriber',
  'mod',
  'vip',
  'bits',
  'first-msg',
  'historical',
  'reply-parent-msg-id',
  'source-room-id',
  'source-id',
  'target-msg-id',
  'target-user-id',
  'ban-duration',
  'msg-id',
  'display-name',
  '__proto__',
  '',
];

/** Without these a line does not get far. */
const NEEDED = ['emotes', 'id', 'room-id', 'tmi-sent-ts'];

/** A line made of the pieces that Twitch's grammar has, each of them sometimes wrong. */
export function inventLine(number: number, nowMs: number, random: Random): string {
  const tags: string[] = [];
  const names = NEEDED.filter(() => random() < 0.9);
  for (let more = Math.floor(random() * 8); more > 0; more--) names.push(pick(TAGS, random));
  for (const name of names) {
    tags.push(random() < 0.05 ? name : `${name}=${inventValue(name, number, nowMs, random)}`);
  }
  const head = tags.length === 0 && random() < 0.5 ? '' : `@${tags.join(';')}${random() < 0.97 ? ' ' : ''}`;
  const words = Array.from({ length: Math.floor(random() * random() * 40) }, () => pick(WORDS, random));
  const text = words.join(random() < 0.9 ? ' ' : '');
  const wrapped = random() < 0.05 ? `\u0001ACTION ${text}${random() < 0.8 ? '\u0001' : ''}` : text;
  const colon = random() < 0.9 ? ':' : '';
  return `${head}${pick(PREFIXES, random)}${pick(COMMANDS, random)} ${pick(CHANNELS, random)} ${colon}${wrapped}`;
}

function inventValue(name: string, number: number, nowMs: number, random: Random): string {
  if (random() < 0.1) return pick([...NUMBERS, ...WORDS], random);
  switch (name) {
    case 'id':
    case 'target-msg-id':
      // Some come twice.
      return random() < 0.1 ? 'dc8a' : `m${number}`;
    case 'tmi-sent-ts':
      return random() < 0.95 ? String(nowMs + number) : pick(NUMBERS, random);
    case 'room-id':
      return random() < 0.9 ? '7' : pick(NUMBERS, random);
    case 'emotes':
      return inventEmotes(random);
    default:
      return pick(NUMBERS, random);
  }
}

function inventEmotes(random: Random): string {
  const number = (): string => (random() < 0.8 ? String(Math.floor(random() * 40)) : pick(NUMBERS, random));
  const range = (): string => (random() < 0.95 ? `${number()}-${number()}` : number());
  const ranges = (): string => Array.from({ length: 1 + Math.floor(random() * 5) }, range).join(',');
  const emote = (): string => `${pick(EMOTE_IDS, random)}${random() < 0.97 ? ':' : ''}${ranges()}`;
  // Rarely as many as only a forged line has.
  const count = random() < 0.0005 ? 1_500 : Math.floor(random() * 6);
  return Array.from({ length: count }, emote).join(random() < 0.97 ? '/' : ',');
}
