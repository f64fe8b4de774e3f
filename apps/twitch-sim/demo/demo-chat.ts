import { toEmotesTag } from '../src/emotes-tag';
import { toTags } from '../src/irc-tags';
import { createRandom } from '../src/random';

/**
 * Invented chat of three invented channels, in Twitch's exact IRC format, so that the project can be tried without
 * Twitch and without anybody's real messages. No channel, chatter or sentence in it is real; the global emotes'
 * names and ids are Twitch's own. The same seed gives the same bytes.
 */

/** 2025-06-01 18:00:00 UTC */
const START_MS = Date.UTC(2025, 5, 1, 18);
const LENGTH_MS = 300_000;
const LINES = 1_500;

interface Emote {
  readonly id: string;
  readonly name: string;
}

const GLOBALS: readonly Emote[] = [
  { id: '25', name: 'Kappa' },
  { id: '425618', name: 'LUL' },
  { id: '305954156', name: 'PogChamp' },
  { id: '41', name: 'Kreygasm' },
  { id: '28087', name: 'WutFace' },
  { id: '86', name: 'BibleThump' },
  { id: '354', name: '4Head' },
  { id: '58765', name: 'NotLikeThis' },
  { id: '120232', name: 'TriHard' },
  { id: '30259', name: 'HeyGuys' },
  { id: '81274', name: 'VoHiYo' },
  { id: '555555584', name: '<3' },
  { id: '1', name: ':)' },
];

/** Share of the lines, and what its own emotes are called. */
const CHANNELS = [
  {
    login: 'tidepool',
    roomId: '900000001',
    share: 0.55,
    emotes: ['tideWave', 'tideCrab', 'tideHype', 'tideSob'],
  },
  { login: 'kelpforest', roomId: '900000002', share: 0.3, emotes: ['kelpOtter', 'kelpSway', 'kelpGG'] },
  { login: 'moonjelly', roomId: '900000003', share: 0.15, emotes: ['moonGlow', 'moonDrift'] },
] as const;

const SYLLABLES = ['ka', 'ri', 'mo', 'tu', 'sel', 'na', 'vor', 'pi', 'lo', 'quen', 'dra', 'bee', 'sho', 'ul'];
const COLOURS = ['#1E90FF', '#FF4500', '#2E8B57', '#DAA520', '#8A2BE2', ''];
const EMOJI = ['🌊', '🦀', '🐙', '👀', '🐠', '👩‍🚀'];
const PHRASES = [
  'that was so close',
  'no way',
  'what a save',
  'first time here, hi all',
  'the tide is coming in',
  'did you see that',
  'gg',
  'he does it again',
  'same as last week',
  'one more try',
  'who built this bridge',
  'chat is asleep',
  'good morning from the night shift',
  'ça marche très bien',
  'спасибо за стрим',
  '今日もいい天気',
];
const HYPE = ['LETS GO', 'YES', 'NO WAY', 'CLIP IT', 'AGAIN'];

/** The whole file, one line per message, each ended by LF. */
export function toDemoChat(seed = 20_250_601): string {
  const random = createRandom(seed);
  const pick = <T>(items: readonly [T, ...T[]] | readonly T[]): T =>
    items[Math.floor(random() * items.length)] as T;
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => whole(0, 15).toString(16)).join('');
  const uuid = (): string =>
    `${hex(8)}-${hex(4)}-4${hex(3)}-${pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`;

  const channels = CHANNELS.map((channel) => ({
    ...channel,
    emotes: channel.emotes.map((name): Emote => ({ id: `emotesv2_${hex(32)}`, name })),
  }));
  type Channel = (typeof channels)[number];

  const chatters = Array.from({ length: 220 }, (_, i) => {
    const name = Array.from({ length: whole(2, 4) }, () => pick(SYLLABLES)).join('') + whole(1, 99);
    return {
      login: name,
      displayName: random() < 0.6 ? name.charAt(0).toUpperCase() + name.slice(1) : name,
      userId: String(910_000_000 + i),
      colour: pick(COLOURS),
      subscribedMonths: random() < 0.35 ? whole(1, 40) : 0,
      isModerator: random() < 0.02,
    };
  });
  type Chatter = (typeof chatters)[number];

  const writeText = (channel: Channel, isHype: boolean): string => {
    const emotes = random() < 0.4 ? channel.emotes : GLOBALS;
    const words: string[] = [];
    if (random() < 0.12) words.push(pick(EMOJI));
    if (isHype) {
      const emote = pick(emotes).name;
      if (random() < 0.4) words.push(pick(HYPE));
      return [...words, ...Array.from({ length: whole(1, 8) }, () => emote)].join(' ');
    }
    if (random() < 0.85) words.push(pick(PHRASES));
    if (random() < 0.35) words.push(pick(emotes).name);
    if (random() < 0.08) words.push(pick(EMOJI), pick(GLOBALS).name);
    return words.length > 0 ? words.join(' ') : pick(emotes).name;
  };

  const authorTags = (chatter: Chatter): Record<string, string> => {
    const months = chatter.subscribedMonths;
    const badges = [...(chatter.isModerator ? ['moderator/1'] : []), ...(months > 0 ? ['subscriber/0'] : [])];
    return {
      'badge-info': months > 0 ? `subscriber/${months}` : '',
      badges: badges.join(','),
      color: chatter.colour,
      'display-name': chatter.displayName,
      mod: chatter.isModerator ? '1' : '0',
      subscriber: months > 0 ? '1' : '0',
      turbo: '0',
      'user-id': chatter.userId,
      'user-type': chatter.isModerator ? 'mod' : '',
    };
  };

  const privmsg = (
    channel: Channel,
    chatter: Chatter,
    atMs: number,
    text: string,
    more: Record<string, string> = {},
  ): string => {
    const known = [...GLOBALS, ...channels.flatMap((each) => each.emotes)];
    const tags = {
      ...authorTags(chatter),
      emotes: toEmotesTag(text, idIn(known)),
      ...(isOnlyEmotes(text, known) ? { 'emote-only': '1' } : {}),
      'first-msg': random() < 0.01 ? '1' : '0',
      flags: '',
      id: uuid(),
      'returning-chatter': '0',
      'room-id': channel.roomId,
      'tmi-sent-ts': String(atMs),
      ...more,
    };
    const said = random() < 0.02 ? `\u0001ACTION ${text}\u0001` : text;
    const { login } = chatter;
    return `${toTags(tags)} :${login}!${login}@${login}.tmi.twitch.tv PRIVMSG #${channel.login} :${said}`;
  };

  const usernotice = (
    channel: Channel,
    chatter: Chatter,
    atMs: number,
    tags: Record<string, string>,
    text?: string,
  ): string => {
    const all = {
      ...authorTags(chatter),
      emotes: toEmotesTag(text ?? '', idIn([...GLOBALS, ...channel.emotes])),
      flags: '',
      id: uuid(),
      login: chatter.login,
      'room-id': channel.roomId,
      'tmi-sent-ts': String(atMs),
      ...tags,
    };
    return `${toTags(all)} :tmi.twitch.tv USERNOTICE #${channel.login}${text === undefined ? '' : ` :${text}`}`;
  };

  const [tidepool, kelpforest, moonjelly] = channels as [Channel, Channel, Channel];
  const lines: { atMs: number; line: string }[] = [];
  const put = (atMs: number, line: string): void => void lines.push({ atMs, line });

  const resubbed = (months: number, name: string): Record<string, string> => ({
    'msg-id': 'resub',
    'msg-param-cumulative-months': String(months),
    'msg-param-months': '0',
    'msg-param-should-share-streak': '0',
    'msg-param-sub-plan': '1000',
    'msg-param-sub-plan-name': 'Shore Pass',
    'system-msg': `${name} subscribed at Tier 1. They've subscribed for ${months} months!`,
  });
  const [first, second, third] = chatters as [Chatter, Chatter, Chatter];
  put(
    START_MS + 40_000,
    usernotice(
      tidepool,
      first,
      START_MS + 40_000,
      resubbed(14, first.displayName),
      '🌊 tideWave tideWave <3',
    ),
  );
  put(START_MS + 95_000, usernotice(kelpforest, second, START_MS + 95_000, resubbed(3, second.displayName)));
  put(
    START_MS + 150_000,
    usernotice(
      moonjelly,
      third,
      START_MS + 150_000,
      { 'msg-id': 'announcement', 'msg-param-color': 'BLUE', 'system-msg': '' },
      'the lamp goes out at nine moonGlow VoHiYo',
    ),
  );
  for (const atMs of [START_MS + 60_000, START_MS + 210_000]) {
    const target = pick(chatters);
    const tags = {
      'ban-duration': '60',
      'room-id': tidepool.roomId,
      'target-user-id': target.userId,
      'tmi-sent-ts': String(atMs),
    };
    put(atMs, `${toTags(tags)} :tmi.twitch.tv CLEARCHAT #tidepool :${target.login}`);
  }

  while (lines.length < LINES) {
    const offsetMs = whole(0, LENGTH_MS - 1);
    // Two moments in which everybody writes at once.
    const isHype = [75_000, 230_000].some((peakMs) => Math.abs(offsetMs - peakMs) < 8_000);
    if (!isHype && random() < 0.65) continue;
    const atMs = START_MS + offsetMs;
    const roll = random();
    const channel =
      roll < tidepool.share ? tidepool : roll < tidepool.share + kelpforest.share ? kelpforest : moonjelly;
    const chatter = pick(chatters);
    const text = writeText(channel, isHype);
    // For a minute, tidepool and kelpforest share one chat: each message is seen in both, with an id in each.
    const isShared = channel !== moonjelly && offsetMs >= 120_000 && offsetMs < 180_000;
    if (!isShared) {
      put(atMs, privmsg(channel, chatter, atMs, text));
      continue;
    }
    const source = {
      'source-badge-info': '',
      'source-badges': '',
      'source-id': uuid(),
      'source-only': '0',
      'source-room-id': channel.roomId,
    };
    put(atMs, privmsg(channel, chatter, atMs, text, { id: source['source-id'], ...source }));
    const other = channel === tidepool ? kelpforest : tidepool;
    const copyAtMs = atMs + whole(1, 40);
    put(copyAtMs, privmsg(other, chatter, copyAtMs, text, source));
  }
  lines.sort((a, b) => a.atMs - b.atMs);
  return lines.map(({ line }) => `${line}\n`).join('');
}

function idIn(known: readonly Emote[]): (word: string) => string | undefined {
  return (word) => known.find(({ name }) => name === word)?.id;
}

function isOnlyEmotes(text: string, known: readonly Emote[]): boolean {
  return text.split(' ').every((word) => known.some(({ name }) => name === word));
}
