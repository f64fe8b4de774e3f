import type { ChannelId, EmoteClass, EmoteId, Provider } from '@emotide/domain';
import {
  insertRun,
  recordCatalogue,
  recordRun,
  recordStreamStates,
  recordThemes,
  type CatalogueEntry,
  type Store,
} from '../src/index';
import { activity, loss, use, type UseRow } from './landing-rows';

/** The channels, emotes and messages of which docs/bi.md tells: two days of a small Twitch. */
const forsen = [22484632, 'forsen'] as const;
const xqc = [71092938, 'xqc'] as const;
const gaules = [181077473, 'gaules'] as const;

const TWITCH = 1;
const SEVENTV = 4;
type Emote = Pick<UseRow, 'emote' | 'provider' | 'class'>;
const kappa: Emote = { emote: ['25', 'Kappa'], provider: TWITCH, class: 1 };
/** When it was read nobody knew its tier; the catalogue says SUB_T1. */
const forsenE: Emote = { emote: ['521050', 'forsenE'], provider: TWITCH, class: 10 };
const catJam: Emote = { emote: ['60ae7316f7c927fad14e6ca2', 'catJAM'], provider: SEVENTV, class: 9 };
const goal: Emote = { emote: ['emotesv2_goal', 'CupGoal'], provider: TWITCH, class: 7 };
const bits: Emote = { emote: ['emotesv2_cheer', 'xqcBits'], provider: TWITCH, class: 6 };

let messages = 0;
/** One message with these emotes. */
function say(
  sentAt: string,
  channel: UseRow['channel'],
  user: number,
  ...emotes: (Emote & { readonly uses?: number })[]
): Buffer[] {
  messages += 1;
  return emotes.map((emote) => use({ ...emote, sentAt, channel, user, message: messages }));
}

const SAID: readonly Buffer[] = [
  // Sunday
  ...say('2026-11-22T18:10:00Z', forsen, 1, kappa),
  ...say('2026-11-22T18:40:00Z', forsen, 2, kappa, { ...catJam, uses: 3 }),
  ...say('2026-11-22T19:05:00Z', xqc, 3, { ...catJam, uses: 2 }),
  ...say('2026-11-22T20:30:00Z', gaules, 4, goal),
  // Monday
  ...say('2026-11-23T18:00:10Z', forsen, 1, { ...kappa, uses: 2 }),
  ...say('2026-11-23T18:00:40Z', forsen, 2, kappa, forsenE),
  ...say('2026-11-23T18:01:20Z', forsen, 3, { ...forsenE, uses: 4 }),
  ...say('2026-11-23T20:15:00Z', forsen, 1, kappa, catJam),
  ...say('2026-11-23T19:30:00Z', xqc, 3, kappa, { ...catJam, uses: 5 }),
  ...say('2026-11-23T19:45:00Z', xqc, 5, { ...bits, uses: 2 }),
  ...say('2026-11-23T21:00:00Z', gaules, 4, { ...goal, uses: 3 }),
  ...say('2026-11-23T21:20:00Z', gaules, 6, { ...goal, uses: 2 }, kappa),
];

const COUNTED: readonly Buffer[] = [
  activity({ second: '2026-11-22T18:10:00Z', channel: forsen, session: 1, messages: 10, withEmotes: 1 }),
  activity({ second: '2026-11-22T18:40:00Z', channel: forsen, session: 1, messages: 6, withEmotes: 1 }),
  activity({ second: '2026-11-22T19:05:00Z', channel: xqc, session: 2, messages: 20, withEmotes: 1 }),
  activity({ second: '2026-11-22T20:30:00Z', channel: gaules, session: 3, messages: 8, withEmotes: 1 }),
  activity({ second: '2026-11-23T18:00:10Z', channel: forsen, session: 1, messages: 5, withEmotes: 2 }),
  activity({ second: '2026-11-23T18:01:20Z', channel: forsen, session: 1, messages: 3, withEmotes: 1 }),
  // Nobody read forsen from 18:01:20 to 20:15:00.
  activity({ second: '2026-11-23T20:15:00Z', channel: forsen, session: 4, messages: 4, withEmotes: 1 }),
  activity({ second: '2026-11-23T19:30:00Z', channel: xqc, session: 2, messages: 9, withEmotes: 1 }),
  activity({ second: '2026-11-23T19:45:00Z', channel: xqc, session: 2, messages: 11, withEmotes: 1 }),
  activity({ second: '2026-11-23T21:00:00Z', channel: gaules, session: 3, messages: 2, withEmotes: 1 }),
  activity({ second: '2026-11-23T21:20:00Z', channel: gaules, session: 3, messages: 6, withEmotes: 1 }),
  loss({
    firstSecond: '2026-11-23T19:31:00Z',
    lastSecond: '2026-11-23T19:31:04Z',
    channel: xqc,
    session: 2,
    messages: 7,
  }),
];

const entry = (
  provider: Provider,
  id: string,
  name: string,
  emoteClass: EmoteClass,
  owner: number | null = null,
): CatalogueEntry => ({
  provider,
  emoteId: id as EmoteId,
  name,
  emoteClass,
  rule: 'EXAMPLE',
  ownerId: owner === null ? null : (String(owner) as ChannelId),
  setId: null,
  isAnimated: false,
  isZeroWidth: false,
});

const state = (channel: number, at: string, streamId: string | null, game: string, language: string) => ({
  channelId: String(channel) as ChannelId,
  streamId,
  startedAtMs: Date.parse(at),
  sinceMs: Date.parse(at),
  title: streamId === null ? '' : `${game}!`,
  gameId: game === '' ? null : '1',
  gameName: game,
  language,
  viewers: streamId === null ? 0 : 1_000,
});

/** Fills an empty warehouse. */
export async function fillExample(store: Store): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  // Two inserts: what is read through a view must not depend on how rows came.
  const halves = [SAID, COUNTED];
  for (const [index, blocks] of halves.entries())
    await insertRun(store, {
      partition: 0,
      runLast: index + 1,
      logDay: today,
      token: `half ${index}`,
      blocks,
    });
  await recordRun(store, {
    partition: 0,
    first: 1,
    last: 2,
    token: 'half 1',
    streamCreatedAtMs: 1,
    insertedAtMs: Date.now(),
    rows: SAID.length + COUNTED.length,
  });
  await recordCatalogue(
    store,
    [
      entry('TWITCH', '25', 'Kappa', 'GLOBAL'),
      entry('TWITCH', '521050', 'forsenE', 'SUB_T1', forsen[0]),
      entry('TWITCH', '116051', 'forsenW', 'SUB_T1', forsen[0]),
      entry('TWITCH', 'emotesv2_cheer', 'xqcBits', 'BITS', xqc[0]),
      entry('TWITCH', 'emotesv2_goal', 'CupGoal', 'LIMITED'),
      entry('SEVENTV', '60ae7316f7c927fad14e6ca2', 'catJAM', 'THIRD_PARTY'),
    ],
    Date.parse('2026-11-23T00:00:00Z'),
  );
  await recordStreamStates(store, [
    state(forsen[0], '2026-11-23T17:55:00Z', '4001', 'Minecraft', 'en'),
    state(forsen[0], '2026-11-23T20:00:00Z', '4001', 'Just Chatting', 'en'),
    state(forsen[0], '2026-11-23T22:00:00Z', null, '', ''),
    state(xqc[0], '2026-11-23T19:00:00Z', '4002', 'Just Chatting', 'en'),
    state(gaules[0], '2026-11-23T20:55:00Z', '4003', 'Counter-Strike', 'pt'),
  ]);
  await recordThemes(
    store,
    [
      {
        slug: 'cup-2026',
        name: 'Cup 2026',
        windows: [{ fromMs: Date.parse('2026-11-22T00:00:00Z'), toMs: Date.parse('2026-11-24T00:00:00Z') }],
        match: {
          ids: [],
          names: [{ provider: null, name: 'catJAM' }],
          patterns: [{ provider: 'TWITCH', pattern: 'Cup*' }],
        },
      },
    ],
    Date.parse('2026-11-23T00:00:00Z'),
  );
}
