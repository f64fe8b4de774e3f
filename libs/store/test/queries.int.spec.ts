import type { ChannelId, EmoteId } from '@emotide/domain';
import { createTemporaryDirectory, startTestClickHouse, type TestClickHouse } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  NotKept,
  TooManyBuckets,
  channelChatters,
  channelMessages,
  channelTotals,
  channelsByUses,
  chatterEmotes,
  chatterSeries,
  chatterUsage,
  countChannels,
  countChannelsByUses,
  countEmotes,
  distinctSplit,
  emoteChatters,
  emotePairs,
  emoteShare,
  insertRun,
  moderationSeries,
  recordCatalogue,
  recordStreamStates,
  searchChannels,
  searchEmotes,
  sessionRecap,
  streamSessions,
  streamSplit,
  themeRanking,
  themeSeries,
  topChannels,
  topChatters,
  topEmotes,
  trending,
  unusedEmotes,
  usageSeries,
  usageSplit,
  type ChannelsFilter,
  type Granularity,
  type Store,
  type UsageFilter,
} from '../src';
import {
  createRandom,
  distinct,
  groupBy,
  rankEmotes,
  sum,
  toProviderNumber,
  type SaidUse,
} from './chat-fold';
import { activity, use } from './landing-rows';

// Hundreds of questions: a second each where the machine has other things to do.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const directory = createTemporaryDirectory();
let warehouse: TestClickHouse;
let store: Store;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (time: string): number => Date.parse(`2026-${time}Z`);

const FORSEN = 22484632;
const XQC = 71092938;
const LOGINS: Readonly<Record<number, string>> = { [FORSEN]: 'forsen', [XQC]: 'xqc' };
const copy = 2;

/** A UTC day of the log: minutes and raw rows age from it by the real clock. */
const logDay = (daysAgo: number): string => new Date(Date.now() - daysAgo * DAY).toISOString().slice(0, 10);

/** Two channels over ten days in which Madrid puts its clocks back, in bursts, so that minutes and hours have several. */
const chat: readonly SaidUse[] = invent();
/** What each second had, with emotes or without: three messages without for every one with. */
const MESSAGES_PER_MESSAGE = 4;

function invent(): SaidUse[] {
  const random = createRandom(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const emotes = [
    { provider: 'TWITCH', emoteId: '25', names: ['Kappa', 'KappaOld'], class: 1 },
    { provider: 'TWITCH', emoteId: '300', names: ['xqcL'], class: 3 },
    { provider: 'TWITCH', emoteId: '301', names: ['xqcNew'], class: 10 },
    { provider: 'BTTV', emoteId: '25', names: ['catJAM'], class: 9 },
    { provider: 'FFZ', emoteId: '9', names: ['LULW'], class: 9 },
    { provider: 'SEVENTV', emoteId: '01ABC', names: ['peepoHappy', 'peepoGlad'], class: 9 },
  ] as const;
  const said: SaidUse[] = [];
  for (let burst = 0; burst < 60; burst += 1) {
    const start = at('10-20T00:00:00') + Math.floor(random() * 10 * DAY);
    for (let i = 0; i < 8; i += 1) {
      const message = burst * 100 + i + 1;
      const base = {
        atMs: start + Math.floor(random() * random() * 90 * MINUTE),
        channelId: pick([FORSEN, FORSEN, XQC]),
        user: pick([0, 1, 2, 3, 4, 5, 6, 7]),
        message,
        isCopy: random() < 0.1,
      };
      for (const emote of emotes.filter(() => random() < 0.35)) {
        const { provider, emoteId } = emote;
        said.push({
          ...base,
          provider,
          emoteId,
          name: pick(emote.names),
          class: emote.class,
          uses: 1 + Math.floor(random() * 4),
        });
      }
    }
  }
  return said;
}

/** A part of the chat as a run's rows; a message's activity comes with its first use. */
const toRows = (uses: readonly SaidUse[]): Buffer[] =>
  [...groupBy(uses, ({ message }) => message).values()].flatMap((ofMessage) => {
    const { atMs, channelId, isCopy } = ofMessage[0]!;
    const channel = [channelId, LOGINS[channelId]!] as const;
    const flags = isCopy ? copy : 0;
    return [
      activity({
        second: new Date(Math.floor(atMs / 1_000) * 1_000).toISOString(),
        channel,
        messages: MESSAGES_PER_MESSAGE,
        withEmotes: 1,
        flags,
      }),
      ...ofMessage.map((one) =>
        use({
          sentAt: new Date(one.atMs).toISOString(),
          channel,
          user: one.user,
          message: one.message,
          emote: [one.emoteId, one.name],
          provider: toProviderNumber(one.provider),
          class: one.class,
          uses: one.uses,
          flags,
        }),
      ),
    ];
  });

const insert = (rows: readonly Buffer[], token: string, daysAgo = 1) =>
  insertRun(store, { partition: 0, runLast: 1, logDay: logDay(daysAgo), token, blocks: rows });

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  store = warehouse.store;
  await insert(toRows(chat.filter(({ message }) => message % 2 === 0)), 'even');
  await insert(toRows(chat.filter(({ message }) => message % 2 === 1)), 'odd', 2);
  await recordCatalogue(
    store,
    [entry('300', 'xqcL', 'SUB_T1'), entry('301', 'xqcNew', 'SUB_T2'), entry('302', 'xqcNever', 'SUB_T3')],
    1_000,
  );
});
afterAll(async () => {
  await warehouse?.stop();
  directory.remove();
});

function entry(emoteId: string, name: string, emoteClass: 'SUB_T1' | 'SUB_T2' | 'SUB_T3') {
  return {
    provider: 'TWITCH' as const,
    emoteId: emoteId as EmoteId,
    name,
    emoteClass,
    rule: 'channel-emote',
    ownerId: String(XQC) as ChannelId,
    setId: null,
    isAnimated: false,
    isZeroWidth: false,
  };
}

/** What of the chat lies in a range and is of a scope. */
const within = (fromMs: number, toMs: number, scope: UsageFilter['scope'] = 'all'): SaidUse[] =>
  chat.filter(
    ({ atMs, channelId, isCopy }) =>
      atMs >= fromMs && atMs < toMs && (scope === 'all' ? !isCopy : String(channelId) === scope.channelId),
  );
const scopes: readonly UsageFilter['scope'][] = ['all', { channelId: String(FORSEN) }];
/** Whole days, parts of hours, less than one, and a whole month between parts of others. */
const ranges = [
  [at('10-20T00:00:00'), at('10-31T00:00:00')],
  [at('10-21T07:31:00'), at('10-27T22:01:00')],
  [at('10-22T00:10:00'), at('10-22T01:50:00')],
  [at('09-28T13:20:00'), at('11-02T05:00:00')],
] as const;
const toRange = ([fromMs, toMs]: readonly [number, number]) => ({ fromMs, toMs });
const [everything] = ranges;

const isTier = ({ emoteId }: SaidUse): boolean => ['300', '301'].includes(emoteId);

describe('rankings', () => {
  it('of emotes are what a fold of the rows says, from whichever tables the range needs', async () => {
    for (const scope of scopes)
      for (const times of ranges) {
        const rows = await topEmotes(store, { scope, range: toRange(times), limit: 50 });
        expect(rows.map(({ name: _, class: __, score: ___, ...row }) => row)).toEqual(
          rankEmotes(within(...times, scope)),
        );
      }
  });

  it('of emotes take provider, classes as known now, emote and theme together', async () => {
    const scope = 'all';
    const [times] = ranges;
    const ask = async (filter: Partial<UsageFilter>) =>
      (await topEmotes(store, { scope, range: toRange(times), limit: 50, ...filter })).map(
        ({ name: _, class: __, score: ___, ...row }) => row,
      );
    const all = within(...times);
    expect(await ask({ provider: 'BTTV' })).toEqual(
      rankEmotes(all.filter(({ provider }) => provider === 'BTTV')),
    );
    // 301 was stamped CHANNEL_UNKNOWN, and the catalogue learnt better.
    expect(await ask({ classes: ['SUB_T1', 'SUB_T2'] })).toEqual(rankEmotes(all.filter(isTier)));
    const theme = { ids: [], names: [{ provider: null, name: 'peepoGlad' }], patterns: [] };
    expect(await ask({ theme })).toEqual(rankEmotes(all.filter(({ name }) => name === 'peepoGlad')));
    expect(await ask({ emote: { provider: 'TWITCH', emoteId: '25' }, provider: 'BTTV' })).toEqual([]);
  });

  it('of channels are by one measure, each with all of them', async () => {
    for (const times of ranges) {
      const rows = await topChannels(store, { range: toRange(times), by: 'USES', limit: 9 });
      const expected = [...groupBy(within(...times), ({ channelId }) => channelId)]
        .map(([channelId, group]) => {
          const messages = distinct(group.map(({ message }) => message));
          return {
            channelId: String(channelId),
            uses: sum(group.map(({ uses }) => uses)),
            messages: messages * MESSAGES_PER_MESSAGE,
            messagesWithEmotes: messages,
            distinctEmotes: distinct(group.map(({ provider, emoteId }) => provider + emoteId)),
          };
        })
        .sort((a, b) => b.uses - a.uses);
      expect(rows.map(({ login: _, lastSentAtMs: __, score: ___, ...row }) => row)).toEqual(expected);
    }
    const [first] = await topChannels(store, { range: toRange(everything), by: 'MESSAGES', limit: 1 });
    const after = { score: first!.score, channelId: first!.channelId };
    const rest = await topChannels(store, { range: toRange(everything), by: 'MESSAGES', after, limit: 9 });
    expect(rest.map(({ login }) => login)).toEqual(['xqc']);
  });

  it('of channels go by any measure of what a filter leaves, each with all of them', async () => {
    const isTheme = ({ name }: SaidUse) => name === 'peepoGlad' || name.startsWith('cat');
    const cases: readonly (readonly [ChannelsFilter, (use: SaidUse) => boolean])[] = [
      [{ provider: 'BTTV' }, ({ provider }) => provider === 'BTTV'],
      [{ classes: ['SUB_T1', 'SUB_T2'] }, isTier],
      [
        { emote: { provider: 'TWITCH', emoteId: '25' } },
        ({ provider, emoteId }) => provider === 'TWITCH' && emoteId === '25',
      ],
      [
        {
          theme: {
            ids: [],
            names: [{ provider: null, name: 'peepoGlad' }],
            patterns: [{ provider: null, pattern: 'cat*' }],
          },
        },
        isTheme,
      ],
    ];
    for (const times of ranges)
      for (const [filter, counts] of cases) {
        const range = toRange(times);
        const expected = new Map(
          [...groupBy(within(...times), ({ channelId }) => String(channelId))].map(([channelId, group]) => {
            const counted = group.filter(counts);
            return [
              channelId,
              {
                USES: sum(counted.map(({ uses }) => uses)),
                MESSAGES: distinct(group.map(({ message }) => message)) * MESSAGES_PER_MESSAGE,
                MESSAGES_WITH_EMOTES: distinct(counted.map(({ message }) => message)),
                EMOTE_CHATTERS: distinct(counted.map(({ user }) => user).filter((user) => user !== 0)),
                emotes: distinct(counted.map(({ provider, emoteId }) => provider + emoteId)),
              },
            ] as const;
          }),
        );
        for (const by of ['USES', 'MESSAGES', 'MESSAGES_WITH_EMOTES', 'EMOTE_CHATTERS'] as const) {
          const rows = await topChannels(store, { ...filter, range, by, limit: 9 });
          const ranked = [...expected.values()].map((one) => one[by]).filter((score) => score > 0);
          expect(rows.map(({ score }) => score)).toEqual(ranked.sort((a, b) => b - a));
          expect(await countChannels(store, { ...filter, range, by })).toBe(ranked.length);
          for (const row of rows) {
            const of = expected.get(row.channelId)!;
            expect([row.uses, row.messages, row.distinctEmotes]).toEqual([of.USES, of.MESSAGES, of.emotes]);
            expect(row.messagesWithEmotes).toBe('emote' in filter ? of.MESSAGES_WITH_EMOTES : null);
          }
        }
        const channelIds = [...expected.keys()];
        for (const { channelId, messages } of await channelMessages(store, { ...filter, range, channelIds }))
          expect(messages).toBe(expected.get(channelId)!.MESSAGES_WITH_EMOTES);
        for (const { channelId, emoteChatters: found } of await channelChatters(store, {
          range,
          channelIds,
          of: filter,
        }))
          expect(found).toBe(expected.get(channelId)!.EMOTE_CHATTERS);
      }
  });

  it('of emotes and channels go by any measure, page by page, and are as many as they say', async () => {
    const chattersOf = (group: readonly SaidUse[]) =>
      distinct(group.map(({ user }) => user).filter((user) => user !== 0));
    for (const scope of scopes)
      for (const times of ranges) {
        const range = toRange(times);
        const byEmote = groupBy(within(...times, scope), ({ provider, emoteId }) => provider + emoteId);
        const scores = {
          USES: (group: readonly SaidUse[]) => sum(group.map(({ uses }) => uses)),
          MESSAGES: (group: readonly SaidUse[]) => group.length,
          CHATTERS: chattersOf,
        };
        for (const by of ['USES', 'MESSAGES', 'CHATTERS'] as const) {
          const expected = [...byEmote.values()].map(scores[by]).filter((score) => score > 0);
          const seen: { key: string; score: number }[] = [];
          let after: NonNullable<Parameters<typeof topEmotes>[1]['after']> | undefined;
          for (;;) {
            const page = await topEmotes(store, { scope, range, by, limit: 2, ...(after && { after }) });
            if (page.length === 0) break;
            seen.push(...page.map(({ provider, emoteId, score }) => ({ key: provider + emoteId, score })));
            after = page.at(-1)!;
          }
          expect(seen.map(({ score }) => score)).toEqual(expected.sort((a, b) => b - a));
          expect(distinct(seen.map(({ key }) => key))).toBe(seen.length);
          expect(await countEmotes(store, { scope, range, by })).toBe(seen.length);
        }
      }
    const range = toRange(everything);
    const ranked = await topChannels(store, { range, by: 'EMOTE_CHATTERS', limit: 9 });
    expect(ranked.map(({ score }) => score)).toEqual(
      [...groupBy(within(...everything), ({ channelId }) => channelId).values()]
        .map(chattersOf)
        .sort((a, b) => b - a),
    );
    expect(await countChannels(store, { range, by: 'USES' })).toBe(2);
  });

  it('of channels by uses of some emotes', async () => {
    for (const times of ranges)
      for (const filter of [
        { emote: { provider: 'TWITCH', emoteId: '25' } },
        { provider: 'TWITCH', classes: ['SUB_T1', 'SUB_T2'] },
      ] as const) {
        const range = toRange(times);
        const counted = within(...times).filter((one) =>
          'emote' in filter ? one.provider === 'TWITCH' && one.emoteId === '25' : isTier(one),
        );
        const expected = [...groupBy(counted, ({ channelId }) => channelId)]
          .map(([channelId, group]) => ({
            channelId: String(channelId),
            login: LOGINS[channelId],
            uses: sum(group.map(({ uses }) => uses)),
            messages: 'emote' in filter ? group.length : null,
            emotes: distinct(group.map(({ emoteId }) => emoteId)),
            chatters: distinct(group.map(({ user }) => user).filter((user) => user !== 0)),
          }))
          .sort((a, b) => b.uses - a.uses);
        const rows = await channelsByUses(store, { ...filter, range, limit: 9 });
        expect(rows.map(({ lastSentAtMs: _, ...row }) => row)).toEqual(expected);
        expect(await countChannelsByUses(store, { ...filter, range })).toBe(expected.length);
        const [first] = rows;
        const rest = first ? await channelsByUses(store, { ...filter, range, after: first, limit: 9 }) : [];
        expect(rest.map(({ channelId }) => channelId)).toEqual(
          expected.slice(1).map(({ channelId }) => channelId),
        );
      }
  });

  it('count chatters over hours and minutes together, nobody left out', async () => {
    for (const scope of scopes)
      for (const times of ranges) {
        const kappa = within(...times, scope).filter(
          ({ emoteId, provider }) => emoteId === '25' && provider === 'TWITCH',
        );
        const users = kappa.map(({ user }) => user).filter((user) => user !== 0);
        const emotes = [{ provider: 'TWITCH', emoteId: '25' }] as const;
        const rows = await emoteChatters(store, { scope, range: toRange(times), emotes });
        expect(rows[0]?.chatters ?? 0).toBe(distinct(users));
      }
  });

  it('of themes cut hours at their windows', async () => {
    const windows = ranges
      .slice(1)
      .map(toRange)
      .sort((a, b) => a.fromMs - b.fromMs);
    const [first] = windows;
    const parts = [
      { fromMs: first!.fromMs, toMs: at('10-21T23:47:00') },
      { fromMs: at('10-25T11:13:00'), toMs: first!.toMs },
    ];
    const theme = {
      ids: [{ provider: 'SEVENTV', emoteId: '01ABC' }],
      names: [],
      patterns: [{ provider: 'TWITCH', pattern: 'xqc*' }],
      windows: parts,
    } as const;
    const counted = parts.flatMap(({ fromMs, toMs }) =>
      within(fromMs, toMs).filter(({ emoteId, name }) => emoteId === '01ABC' || name.startsWith('xqc')),
    );
    const ranked = await themeRanking(store, { theme, limit: 9 });
    expect(ranked.map(({ name: _, class: __, chatters: ___, ...row }) => row)).toEqual(rankEmotes(counted));
    const series = await themeSeries(store, {
      theme,
      granularity: 'DAY',
      timezone: 'Asia/Kolkata',
      limit: 50,
    });
    expect(series.at(-1)?.runningUses).toBe(sum(counted.map(({ uses }) => uses)));
    const byDay = groupBy(counted, ({ atMs }) => toLabel(atMs, 'DAY', 'Asia/Kolkata'));
    expect(
      new Map(series.map(({ startMs, uses }) => [toLabel(startMs, 'DAY', 'Asia/Kolkata'), uses])),
    ).toEqual(new Map([...byDay].map(([day, group]) => [day, sum(group.map(({ uses }) => uses))])));
  });
});

/** What a local calendar or clock calls the bucket of a time; another way than the product's to the same thing. */
function toLabel(timeMs: number, granularity: Granularity, timezone: string): string {
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(timeMs);
  const offset = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' }).format(
    timeMs,
  );
  switch (granularity) {
    case 'SECOND':
      return `${local} ${offset}`;
    case 'MINUTE':
      return `${local.slice(0, 16)} ${offset}`;
    case 'HOUR':
      return `${local.slice(0, 13)} ${offset.slice(-6)}`;
    case 'DAY':
      return local.slice(0, 10);
    case 'WEEK': {
      const day = new Date(`${local.slice(0, 10)}T12:00:00Z`);
      return String(Math.floor((day.getTime() / DAY + 3) / 7));
    }
    case 'MONTH':
      return local.slice(0, 7);
  }
}

describe('series', () => {
  it.each([
    ['SECOND', 'UTC', ranges[2]],
    ['MINUTE', 'Asia/Kolkata', ranges[1]],
    ['HOUR', 'UTC', ranges[1]],
    ['HOUR', 'Asia/Kathmandu', ranges[1]],
    ['DAY', 'UTC', ranges[1]],
    ['DAY', 'Europe/Madrid', ranges[0]],
    ['DAY', 'Asia/Kolkata', ranges[0]],
    ['WEEK', 'America/New_York', ranges[0]],
    ['MONTH', 'Pacific/Auckland', ranges[0]],
  ] as const)('by the %s of %s are what a fold of the rows says', async (granularity, timezone, times) => {
    for (const scope of scopes) {
      const input = { scope, range: toRange(times), granularity, timezone, limit: 10_000 };
      const said = within(...times, scope);
      const groups = groupBy(said, ({ atMs }) => toLabel(atMs, granularity, timezone));
      const rows = await usageSeries(store, input);
      expect(
        new Map(rows.map(({ startMs, ...row }) => [toLabel(startMs, granularity, timezone), row])),
      ).toEqual(
        new Map(
          [...groups].map(([label, group]) => {
            const messages = distinct(group.map(({ message }) => message));
            const uses = sum(group.map((one) => one.uses));
            return [label, { messages: messages * MESSAGES_PER_MESSAGE, messagesWithEmotes: messages, uses }];
          }),
        ),
      );
      const chatters = await chatterSeries(store, input);
      expect(
        new Map(
          chatters.map(({ startMs, emoteChatters: n }) => [toLabel(startMs, granularity, timezone), n]),
        ),
      ).toEqual(
        new Map(
          [...groups].map(([label, group]) => [
            label,
            distinct(group.map(({ user }) => user).filter((user) => user !== 0)),
          ]),
        ),
      );
    }
  });

  it('fill the gaps when asked to', async () => {
    const range = { fromMs: at('10-24T21:30:00'), toMs: at('10-26T22:30:00') };
    const rows = await usageSeries(store, {
      scope: 'all',
      range,
      granularity: 'DAY',
      timezone: 'Europe/Madrid',
      fill: true,
      limit: 9,
    });
    expect(rows.map(({ startMs }) => new Date(startMs).toISOString())).toEqual([
      '2026-10-23T22:00:00.000Z',
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ]);
    const nothing = { fromMs: at('01-01T00:00:00'), toMs: at('01-01T00:03:00') };
    expect(
      await usageSeries(store, { scope: 'all', range: nothing, granularity: 'MINUTE', fill: true, limit: 9 }),
    ).toEqual(
      [0, 1, 2].map((i) => ({
        startMs: nothing.fromMs + i * MINUTE,
        messages: 0,
        messagesWithEmotes: 0,
        uses: 0,
      })),
    );
    const input = { scope: 'all', range: nothing, granularity: 'SECOND', fill: true, limit: 9 } as const;
    await expect(usageSeries(store, input)).rejects.toThrow(TooManyBuckets);
  });

  it.each([
    ['PREVIOUS_PERIOD', 'HOUR', 3 * DAY + 7 * MINUTE, 3 * DAY + 7 * MINUTE],
    ['SAME_TIME_YESTERDAY', 'HOUR', 5 * HOUR, DAY],
    ['SAME_TIME_LAST_WEEK', 'DAY', 2 * DAY, 7 * DAY],
  ] as const)('compare with %s by what had elapsed', async (compareTo, granularity, length, shift) => {
    const fromMs = at('10-27T10:00:00');
    const input = {
      scope: 'all',
      range: { fromMs, toMs: fromMs + length },
      granularity,
      compareTo,
      fill: true,
      limit: 999,
    } as const;
    const rows = await usageSeries(store, input);
    const before = within(fromMs - shift, fromMs + length - shift);
    const expected = groupBy(before, ({ atMs }) => toLabel(atMs + shift, granularity, 'UTC'));
    for (const { startMs, previous } of rows)
      expect(previous?.uses, new Date(startMs).toISOString()).toBe(
        sum((expected.get(toLabel(startMs, granularity, 'UTC')) ?? []).map(({ uses }) => uses)),
      );
    expect(sum(rows.map(({ previous }) => previous!.uses))).toBe(sum(before.map(({ uses }) => uses)));
    expect(before.length).toBeGreaterThan(0);
  });

  it('tell messages of one emote, and none of several, which don’t add up', async () => {
    const input = { scope: 'all', range: toRange(everything), granularity: 'MONTH', limit: 9 } as const;
    const emote = { provider: 'TWITCH', emoteId: '300' } as const;
    const ofEmote = within(...everything).filter(({ emoteId }) => emoteId === '300');
    expect(await usageSeries(store, { ...input, emote })).toMatchObject([
      { messagesWithEmotes: ofEmote.length, uses: sum(ofEmote.map(({ uses }) => uses)) },
    ]);
    const paid = within(...everything).filter(isTier);
    expect(await usageSeries(store, { ...input, classes: ['SUB_T1', 'SUB_T2'] })).toMatchObject([
      { messagesWithEmotes: null, uses: sum(paid.map(({ uses }) => uses)) },
    ]);
  });
});

describe('splits', () => {
  const classOf = ({ emoteId, class: stamped }: SaidUse) =>
    ({ 300: 'SUB_T1', 301: 'SUB_T2' })[emoteId] ?? (stamped === 1 ? 'GLOBAL' : 'THIRD_PARTY');

  it('of uses add up, by provider, class and price', async () => {
    for (const times of ranges) {
      const { byProvider, byClass, byPrice } = await usageSplit(store, {
        scope: 'all',
        range: toRange(times),
      });
      const fold = <Key>(keyOf: (one: SaidUse) => Key) =>
        new Map(
          [...groupBy(within(...times), keyOf)].map(([key, group]) => [
            key,
            {
              uses: sum(group.map(({ uses }) => uses)),
              emotes: distinct(group.map(({ provider, emoteId }) => provider + emoteId)),
            },
          ]),
        );
      expect(byProvider).toEqual(fold(({ provider }) => provider));
      expect(byClass).toEqual(fold(classOf));
      expect(byPrice).toEqual(fold((one) => (isTier(one) ? 'PAID' : 'FREE')));
    }
  });

  it('of messages and chatters come from raw rows', async () => {
    for (const scope of scopes)
      for (const times of ranges) {
        const rows = await distinctSplit(store, { scope, range: toRange(times), by: 'PRICE' });
        const expected = [...groupBy(within(...times, scope), (one) => (isTier(one) ? 'PAID' : 'FREE'))]
          .map(([part, group]) => ({
            part,
            messages: distinct(group.map(({ message }) => message)),
            chatters: distinct(group.map(({ user }) => user).filter((user) => user !== 0)),
          }))
          .sort((a, b) => (a.part < b.part ? -1 : 1));
        expect(rows).toEqual(expected);
      }
  });

  it('by language and game follow what was streamed at each minute’s start', async () => {
    const state = {
      channelId: String(FORSEN) as ChannelId,
      streamId: '400',
      startedAtMs: at('10-22T09:59:00'),
      title: 'chill',
      gameId: '7',
      gameName: 'Chess',
      language: 'en',
      viewers: 100,
    };
    const changes = [
      { ...state, sinceMs: at('10-22T10:00:30') },
      { ...state, sinceMs: at('10-24T00:00:00'), gameId: '8', gameName: 'Go', title: 'late', viewers: 900 },
      {
        ...state,
        sinceMs: at('10-25T00:00:00'),
        language: 'sv',
        gameId: '8',
        gameName: 'Go',
        title: 'last',
        viewers: 5,
      },
      {
        ...state,
        streamId: null,
        startedAtMs: at('10-27T11:59:00'),
        sinceMs: at('10-27T12:00:00'),
        gameId: null,
        gameName: '',
        language: '',
        title: '',
        viewers: 0,
      },
    ];
    await recordStreamStates(store, changes);
    const stateOf = (one: SaidUse) =>
      one.channelId === FORSEN
        ? changes.findLast(({ sinceMs }) => sinceMs <= Math.floor(one.atMs / MINUTE) * MINUTE)
        : undefined;
    const fold = (keyOf: (one: SaidUse) => string) =>
      new Map(
        [...groupBy(within(...everything), keyOf)].map(([part, group]) => {
          const messages = distinct(group.map(({ message }) => message));
          return [part, [messages * MESSAGES_PER_MESSAGE, messages, sum(group.map(({ uses }) => uses))]];
        }),
      );
    const ask = async (by: 'LANGUAGE' | 'GAME') => {
      const rows = await streamSplit(store, { scope: 'all', range: toRange(everything), by, limit: 9 });
      return new Map(
        rows.map(({ part, messages, messagesWithEmotes, uses }) => [
          part,
          [messages, messagesWithEmotes, uses],
        ]),
      );
    };
    expect(await ask('LANGUAGE')).toEqual(fold((one) => stateOf(one)?.language ?? ''));
    expect(await ask('GAME')).toEqual(fold((one) => stateOf(one)?.gameId ?? ''));

    const inGo = within(...everything).filter(
      (one) => stateOf(one)?.gameId === '8' && stateOf(one)?.language === 'en',
    );
    const filter = { scope: 'all', range: toRange(everything), language: 'en', gameId: '8' } as const;
    const ranked = await topEmotes(store, { ...filter, limit: 50 });
    expect(ranked.map(({ name: _, class: __, score: ___, ...row }) => row)).toEqual(rankEmotes(inGo));
    expect(await usageSeries(store, { ...filter, granularity: 'MONTH', limit: 9 })).toMatchObject([
      {
        messagesWithEmotes: distinct(inGo.map(({ message }) => message)),
        uses: sum(inGo.map(({ uses }) => uses)),
      },
    ]);
    const hostile = { ...filter, language: "en' OR 1 = 1 --" };
    expect(await topEmotes(store, { ...hostile, limit: 50 })).toEqual([]);

    const [session, ...others] = await streamSessions(store, {
      channelId: String(FORSEN),
      range: toRange(everything),
      limit: 9,
    });
    expect(others).toEqual([]);
    expect(session).toEqual({
      streamId: '400',
      startedAtMs: at('10-22T09:59:00'),
      endedAtMs: at('10-27T11:59:00'),
      title: 'last',
      language: 'sv',
      games: [
        { sinceMs: at('10-22T09:59:00'), gameId: '7', name: 'Chess' },
        { sinceMs: at('10-24T00:00:00'), gameId: '8', name: 'Go' },
      ],
      viewers: 900,
    });

    const during = within(session!.startedAtMs, session!.endedAtMs!, { channelId: String(FORSEN) });
    const minutes = [...groupBy(during, ({ atMs }) => Math.floor(atMs / MINUTE) * MINUTE)].sort(
      ([a, left], [b, right]) =>
        sum(right.map(({ uses }) => uses)) - sum(left.map(({ uses }) => uses)) || a - b,
    );
    const [peakMs, peak] = minutes[0]!;
    const [best] = rankEmotes(peak);
    const messages = distinct(during.map(({ message }) => message));
    expect(
      await sessionRecap(store, {
        channelId: String(FORSEN),
        startedAtMs: session!.startedAtMs,
        endedAtMs: session!.endedAtMs!,
      }),
    ).toMatchObject({
      messages: messages * MESSAGES_PER_MESSAGE,
      messagesWithEmotes: messages,
      uses: sum(during.map(({ uses }) => uses)),
      distinctEmotes: distinct(during.map(({ provider, emoteId }) => provider + emoteId)),
      emoteChatters: distinct(during.map(({ user }) => user).filter((user) => user !== 0)),
      peakMs,
      peakUses: sum(peak.map(({ uses }) => uses)),
      peakEmote: { provider: best!.provider, emoteId: best!.emoteId },
    });
    const silent = { channelId: '5', startedAtMs: everything[0], endedAtMs: everything[1] };
    expect(await sessionRecap(store, silent)).toMatchObject({
      messages: 0,
      uses: 0,
      peakMs: null,
      peakEmote: null,
    });
  });
});

describe('emotes, messages and chatters', () => {
  it('stand together in messages as often as a fold of the rows says', async () => {
    for (const scope of scopes)
      for (const times of ranges) {
        const said = within(...times, scope);
        const kappa = { provider: 'TWITCH', emoteId: '25' } as const;
        const messagesWith = (provider: string, emoteId: string) =>
          new Set(
            said
              .filter((one) => one.provider === provider && one.emoteId === emoteId)
              .map(({ message }) => message),
          );
        const ofEmote = messagesWith('TWITCH', '25');
        const all = distinct(said.map(({ message }) => message));
        const expected = new Map(
          rankEmotes(
            said.filter(({ provider, emoteId }) => provider !== 'TWITCH' || emoteId !== '25'),
          ).flatMap(({ provider, emoteId }) => {
            const messages = messagesWith(provider, emoteId);
            const together = [...messages].filter((message) => ofEmote.has(message)).length;
            const lift = (together * all) / (messages.size * ofEmote.size);
            return together === 0
              ? []
              : [[provider + emoteId, [together, messages.size, ofEmote.size, lift.toFixed(6)]] as const];
          }),
        );
        const rows = await emotePairs(store, {
          scope,
          range: toRange(times),
          emote: kappa,
          leastTogether: 1,
          limit: 50,
        });
        expect(
          new Map(
            rows.map((row) => [
              row.provider + row.emoteId,
              [row.together, row.messages, row.messagesOfEmote, row.lift.toFixed(6)],
            ]),
          ),
        ).toEqual(expected);
      }
  });

  it('of a chatter, and chatters of an emote, come from days and from raw rows', async () => {
    for (const scope of scopes)
      for (const times of ranges) {
        const said = within(...times, scope);
        const range = toRange(times);
        const own = await chatterEmotes(store, { scope, range, userId: '3', limit: 50 });
        expect(
          own.map(({ provider, emoteId, uses, messages }) => ({ provider, emoteId, uses, messages })),
        ).toEqual(rankEmotes(said.filter(({ user }) => user === 3)));
        const fold = (uses: readonly SaidUse[]) =>
          [
            ...groupBy(
              uses.filter(({ user }) => user !== 0),
              ({ user }) => user,
            ),
          ]
            .map(([user, group]) => ({
              userId: String(user),
              uses: sum(group.map((one) => one.uses)),
              messages: group.length,
            }))
            .sort((a, b) => b.uses - a.uses || Number(a.userId) - Number(b.userId));
        const emote = { provider: 'SEVENTV', emoteId: '01ABC' } as const;
        const ofEmote = await topChatters(store, { scope, range, emote, limit: 50 });
        expect(ofEmote.map(({ emotes: _, ...row }) => row)).toEqual(
          fold(said.filter(({ emoteId }) => emoteId === '01ABC')),
        );
        const ofAll = await topChatters(store, { scope, range, limit: 50 });
        expect(ofAll.map(({ userId, uses }) => [userId, uses])).toEqual(
          fold(said).map(({ userId, uses }) => [userId, uses]),
        );
      }
    expect(
      await chatterEmotes(store, { scope: 'all', range: toRange(everything), userId: '0', limit: 9 }),
    ).toEqual([]);
  });

  it('of a chatter over time, from days and from raw rows', async () => {
    for (const scope of scopes)
      for (const times of ranges)
        for (const [granularity, timezone] of [
          ['DAY', 'UTC'],
          ['DAY', 'Europe/Madrid'],
          ['HOUR', 'UTC'],
        ] as const) {
          const own = within(...times, scope).filter(({ user }) => user === 3);
          const rows = await chatterUsage(store, {
            scope,
            range: toRange(times),
            userId: '3',
            granularity,
            timezone,
            limit: 1_000,
          });
          expect(
            new Map(rows.map(({ startMs, uses }) => [toLabel(startMs, granularity, timezone), uses])),
          ).toEqual(
            new Map(
              [...groupBy(own, ({ atMs }) => toLabel(atMs, granularity, timezone))].map(([label, group]) => [
                label,
                sum(group.map(({ uses }) => uses)),
              ]),
            ),
          );
        }
  });

  it('are found by a part of their name, which has no wildcards', async () => {
    const names = async (text: string, more = {}) =>
      (await searchEmotes(store, { text, limit: 9, ...more })).map(({ name }) => name);
    // Names that chat wrote before count, and those that only the catalogue knows; names that begin with it are first.
    expect((await names('XQC')).sort()).toEqual(['xqcL', 'xqcNever', 'xqcNew']);
    expect((await names('xqcnever'))[0]).toBe('xqcNever');
    expect(await names('kappaold')).toHaveLength(1);
    expect(await names('peepo', { provider: 'TWITCH' })).toEqual([]);
    for (const hostile of ['%', '_', "' OR 1 = 1 --", '\\', '{text:String}', '\0', '\n\t'])
      expect(await names(hostile)).toEqual([]);
    const seen: string[] = [];
    let after: Parameters<typeof searchEmotes>[1]['after'] | undefined;
    for (;;) {
      const page = await searchEmotes(store, { text: 'a', limit: 1, ...(after && { after }) });
      if (page.length === 0) break;
      seen.push(page[0]!.provider + page[0]!.emoteId);
      after = page[0]!;
    }
    expect(seen.sort()).toEqual(
      (await searchEmotes(store, { text: 'a', limit: 99 })).map((one) => one.provider + one.emoteId).sort(),
    );
    expect(distinct(seen)).toBe(seen.length);

    const logins = async (text: string) =>
      (await searchChannels(store, { text, limit: 9 })).map(({ login, match }) => [login, match]);
    expect(await logins('XQC')).toEqual([['xqc', 0]]);
    expect(await logins('for')).toEqual([['forsen', 1]]);
    expect(await logins('sen')).toEqual([['forsen', 2]]);
    for (const hostile of ['%', '_', "' OR 1 = 1 --", '\\', '\0']) expect(await logins(hostile)).toEqual([]);
    const [first] = await searchChannels(store, { text: 'x', limit: 1 });
    expect(await searchChannels(store, { text: 'x', after: first!, limit: 9 })).toEqual([]);
  });

  it('of a channel that nobody used are told, with when they last were', async () => {
    const quiet = { fromMs: at('11-05T00:00:00'), toMs: at('11-06T00:00:00') };
    const input = { channelId: String(XQC), emotes: [], limit: 9 };
    const lastHour = (id: string) =>
      Math.max(
        ...chat
          .filter((one) => one.channelId === XQC && one.emoteId === id)
          .map(({ atMs }) => Math.floor(atMs / HOUR) * HOUR),
      );
    const found = await unusedEmotes(store, { ...input, range: quiet });
    expect(new Map(found.map(({ name, lastUsedMs }) => [name, lastUsedMs]))).toEqual(
      new Map([
        ['xqcNever', null],
        ['xqcL', lastHour('300')],
        ['xqcNew', lastHour('301')],
      ]),
    );
    expect(found[0]?.name).toBe('xqcNever');
    expect(
      (await unusedEmotes(store, { ...input, range: toRange(everything) })).map(({ name }) => name),
    ).toEqual(['xqcNever']);
    const emotes = [{ provider: 'TWITCH', emoteId: '302' }] as const;
    const others = await unusedEmotes(store, { ...input, channelId: String(FORSEN), emotes, range: quiet });
    expect(others.map(({ name }) => name)).toEqual(['xqcNever']);
  });

  it('share messages with all the others', async () => {
    const range = toRange(everything);
    const rows = await emoteShare(store, { range, leastMessages: 1, limit: 9 });
    expect(rows.map(({ share }) => share)).toEqual([0.25, 0.25]);
    expect(
      await emoteShare(store, { range, channelIds: [String(FORSEN)], leastMessages: 1, limit: 9 }),
    ).toMatchObject([
      {
        channelId: String(FORSEN),
        messagesWithEmotes: distinct(
          within(...everything, { channelId: String(FORSEN) }).map(({ message }) => message),
        ),
      },
    ]);
    expect(await emoteShare(store, { range, leastMessages: 1e9, limit: 9 })).toEqual([]);
  });
});

describe('trends', () => {
  const channel = [5, 'trends'] as const;
  const scope = { channelId: '5' } as const;
  const range = { fromMs: at('07-10T20:00:00'), toMs: at('07-10T21:00:00') };
  let message = 1_000_000;
  const say = (day: number, user: number, id: string, uses = 1) =>
    use({
      sentAt: new Date(range.fromMs - day * DAY + (user % 50) * 1_000).toISOString(),
      channel,
      user,
      message: (message += 1),
      emote: [id, `name${id}`],
      provider: 2,
      class: 9,
      uses,
    });
  const times = (n: number, make: (i: number) => Buffer): Buffer[] =>
    Array.from({ length: n }, (_, i) => make(i + 1));
  const days = [1, 2, 3, 4, 5, 6, 7];
  const input = {
    scope,
    range,
    baselineDays: 7,
    mostUsesPerChatter: 3,
    leastChatters: 5,
    leastScore: 3.3,
    limit: 9,
  };

  beforeAll(async () => {
    await insert(
      [
        // Steady: ten a day, and now.
        ...days.flatMap((day) => times(40, (user) => say(day, user, 'steady'))),
        ...times(40, (user) => say(0, user, 'steady')),
        // A trend: one chatter a day, twenty now.
        ...days.flatMap((day) => times(1, (user) => say(day, user, 'trend'))),
        ...times(20, (user) => say(0, user, 'trend')),
        // A spammer: as much as nobody else, alone.
        ...days.flatMap((day) => times(1, (user) => say(day, user, 'spam'))),
        say(0, 99, 'spam', 5_000),
        ...times(5, (user) => say(0, user, 'spam')),
        // Of a burst every second day, one more is no news.
        ...[2, 4, 6].flatMap((day) => times(20, (user) => say(day, user, 'burst'))),
        ...times(20, (user) => say(0, user, 'burst')),
        // Nobody's uses, however many.
        ...times(50, () => say(0, 0, 'nobody')),
        // An hour later: another time of the day.
        ...times(30, (user) => say(-1 / 24, user, 'later')),
      ],
      'trends',
    );
  });

  it('are what many use more than at that time of other days, by Dunning’s ratio over the dispersion', async () => {
    const rows = await trending(store, input);
    expect(rows.map(({ emoteId }) => emoteId)).toEqual(['trend']);
    // By hand: now 40 + 20 + (3 + 5) + 20 capped uses, before 7 x 40 + 7 + 7 + 3 x 20; every day but the bursts' has 42.
    const [now, before, allNow, allBefore] = [20, 7, 88, 354];
    const cell = (observed: number, expected: number) => observed * Math.log(observed / expected);
    const k = now + before;
    const n = allNow + allBefore;
    const ratio =
      2 *
      (cell(now, (k * allNow) / n) +
        cell(before, (k * allBefore) / n) +
        cell(allNow - now, ((n - k) * allNow) / n) +
        cell(allBefore - before, ((n - k) * allBefore) / n));
    expect(rows[0]).toMatchObject({ uses: 20, cappedUses: 20, chatters: 20 });
    expect(rows[0]!.expectedUses).toBeCloseTo((before * allNow) / allBefore, 9);
    expect(rows[0]!.score).toBeCloseTo(Math.sqrt(ratio), 9);
  });

  it('need chatters, and cap each one of them', async () => {
    const all = await trending(store, { ...input, leastChatters: 1, leastScore: 0 });
    expect(all.find(({ emoteId }) => emoteId === 'spam')).toMatchObject({
      uses: 5_005,
      cappedUses: 8,
      chatters: 6,
    });
    const uncapped = await trending(store, { ...input, mostUsesPerChatter: 10_000 });
    expect(uncapped[0]).toMatchObject({ emoteId: 'spam' });
    expect(await trending(store, { ...input, leastChatters: 21 })).toEqual([]);
  });

  it('need something to be compared with', async () => {
    const first = { ...input, range: { fromMs: range.fromMs - 7 * DAY, toMs: range.toMs - 7 * DAY } };
    expect(await trending(store, first)).toEqual([]);
    await expect(trending(store, { ...input, baselineDays: 29 })).rejects.toThrow(RangeError);
  });
});

describe('what is not kept any more', () => {
  it('what moderators did is all there, or said not to be; all that is kept is what there is', async () => {
    const channel = [8, 'moderated'] as const;
    const scope = { channelId: '8' } as const;
    const second = '2026-02-05T10:20:00Z';
    await insert([activity({ second, channel, messages: 1, withEmotes: 0 })], 'moderated', 5);
    const ask = (day: string, isAllKept = false) => {
      const fromMs = at(`${day}T00:00:00`);
      const range = { fromMs, toMs: fromMs + DAY };
      return moderationSeries(store, { scope, range, granularity: 'HOUR', isAllKept, limit: 9 });
    };
    expect(await ask('02-05')).toEqual([]);
    await store.command('ALTER TABLE moderation_minute MODIFY TTL log_day + INTERVAL 4 DAY');
    await expect(ask('02-05')).rejects.toMatchObject({ name: 'NotKept', gone: 'ACTS' });
    expect(await ask('02-05', true)).toEqual([]);
    // Nothing was read then, so nothing of it is gone.
    expect(await ask('02-06')).toEqual([]);
    await store.command('ALTER TABLE moderation_minute MODIFY TTL log_day + INTERVAL 5 DAY');
    expect(await ask('02-05')).toEqual([]);
    await store.command('ALTER TABLE moderation_minute REMOVE TTL');
  });

  it('is an error where finer rows would be needed, and none where hours do', async () => {
    const channel = [6, 'old'] as const;
    const scope = { channelId: '6' } as const;
    const said = {
      sentAt: '2026-01-05T10:20:00Z',
      channel,
      user: 1,
      message: 1,
      emote: ['1', 'old'],
    } as const;
    await insert(
      [use(said), activity({ second: said.sentAt, channel, messages: 1, withEmotes: 1 })],
      'old',
      4,
    );
    const forget = (tables: readonly string[]) =>
      Promise.all(tables.map((table) => store.command(`ALTER TABLE ${table} DROP PARTITION '${logDay(4)}'`)));
    const whole = { fromMs: at('01-05T00:00:00'), toMs: at('01-06T00:00:00') };
    const part = { fromMs: at('01-05T00:00:00'), toMs: at('01-05T10:30:00') };
    const ask = (range: typeof whole) => topEmotes(store, { scope, range, limit: 9 });
    expect(await ask(part)).toHaveLength(1);
    await forget(['emote_minute', 'emote_minute_global', 'activity_minute']);
    expect(await ask(whole)).toHaveLength(1);
    await expect(ask(part)).rejects.toThrow(NotKept);
    await expect(channelTotals(store, { ...scope, range: part })).rejects.toThrow(
      'minutes of this time are not kept',
    );
    // The parts of hours that are read lie where nothing was heard, so nothing is missing.
    expect(await ask({ fromMs: at('01-05T09:30:00'), toMs: at('01-05T11:30:00') })).toHaveLength(1);

    const days = { scope, range: whole, granularity: 'DAY', limit: 9 } as const;
    expect(await usageSeries(store, { ...days, timezone: 'Europe/Madrid' })).toHaveLength(1);
    expect(await usageSeries(store, { ...days, timezone: 'Asia/Kolkata' })).toHaveLength(1);
    const inHour = { fromMs: at('01-05T10:00:00'), toMs: at('01-05T11:00:00') };
    await expect(usageSeries(store, { ...days, range: inHour, granularity: 'MINUTE' })).rejects.toMatchObject(
      { gone: 'MINUTES' },
    );

    expect(await distinctSplit(store, { scope, range: whole, by: 'CLASS' })).toHaveLength(1);
    await forget(['events', 'activity']);
    await expect(usageSeries(store, { ...days, range: inHour, granularity: 'SECOND' })).rejects.toMatchObject(
      {
        gone: 'SECONDS',
      },
    );
    expect(await distinctSplit(store, { scope, range: whole, by: 'CLASS' })).toBeNull();
  });
});
