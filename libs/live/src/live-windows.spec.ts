import {
  EMOTE_CLASSES,
  MESSAGE_FLAGS,
  PRICE_OF_CLASS,
  PROVIDERS,
  type EmoteClass,
  type Price,
  type Provider,
} from '@emotide/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLiveWindows, type ChannelMeasure, type LiveWindows } from './live-windows';
import type { ActivityInput, UseInput } from './rows';
import { LIVE_WINDOWS, type LiveWindow } from './windows';

const END = 1_700_000_000;
const HELD = 3_600;
const AHEAD = 500;
const WINDOWS = Object.keys(LIVE_WINDOWS) as LiveWindow[];
const MEASURES: readonly ChannelMeasure[] = ['uses', 'messages', 'messagesWithEmotes'];
const PRICES: readonly Price[] = ['FREE', 'PAID', 'OTHER'];
const CLASSES = Object.keys(EMOTE_CLASSES) as EmoteClass[];
const PROVIDER_NAMES = Object.keys(PROVIDERS) as Provider[];
const WAREHOUSE_NAME: Readonly<Record<Provider, string>> = {
  TWITCH: 'twitch',
  BTTV: 'bttv',
  FFZ: 'ffz',
  SEVENTV: '7tv',
};
const CHANNELS = [
  { hi: 0, lo: 7 },
  { hi: 0, lo: 4_000_000_000 },
  { hi: 1, lo: 7 },
];

const use = (change: Partial<UseInput> = {}): UseInput => ({
  sentAtMs: (END - 1) * 1_000,
  channelId: CHANNELS[0]!,
  provider: PROVIDERS.TWITCH,
  emoteId: '25',
  emoteName: 'Kappa',
  emoteClass: EMOTE_CLASSES.GLOBAL,
  uses: 1,
  flags: 0,
  ...change,
});

const activity = (change: Partial<ActivityInput> = {}): ActivityInput => ({
  secondMs: (END - 1) * 1_000,
  channelId: CHANNELS[0]!,
  messages: 1,
  messagesWithEmotes: 0,
  flags: 0,
  ...change,
});

/** A list of all rows, filtered and added up anew for each question: what the warehouse does. */
class RowList {
  readonly uses: UseInput[] = [];
  readonly activities: ActivityInput[] = [];
  endSecond = END;

  usesIn(seconds: number, only: (row: UseInput) => boolean): UseInput[] {
    return this.uses.filter((row) => only(row) && this.#isIn(row.sentAtMs, seconds));
  }

  activitiesIn(seconds: number, only: (row: ActivityInput) => boolean): ActivityInput[] {
    return this.activities.filter((row) => only(row) && this.#isIn(row.secondMs, seconds));
  }

  #isIn(timeMs: number, seconds: number): boolean {
    return timeMs >= (this.endSecond - seconds) * 1_000 && timeMs < this.endSecond * 1_000;
  }
}

const isOwn = (row: { flags: number }): boolean => (row.flags & MESSAGE_FLAGS.SHARED_COPY) === 0;
function groupBy<T, K>(rows: readonly T[], toKey: (row: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const row of rows) {
    const key = toKey(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Emotes with the name and the class most used, as the warehouse's `argMax` finds them. */
function emotesOf(rows: readonly UseInput[]) {
  const byEmote = groupBy(rows, (row) => `${row.provider} ${row.emoteId}`);
  return [...byEmote.values()].map((ofEmote) => {
    const stamps = [...groupBy(ofEmote, (row) => `${row.emoteClass} ${row.emoteName}`).values()].map(
      (ofStamp) => ({
        name: ofStamp[0]!.emoteName,
        class: ofStamp[0]!.emoteClass,
        isKnown: !['UNKNOWN', 'CHANNEL_UNKNOWN'].includes(CLASSES[ofStamp[0]!.emoteClass]!),
        used: sum(ofStamp.map((row) => row.uses)),
      }),
    );
    const byName = stamps.toSorted((a, b) => b.used - a.used || bytes(b.name, a.name));
    const byClass = stamps.toSorted(
      (a, b) => Number(b.isKnown) - Number(a.isKnown) || b.used - a.used || b.class - a.class,
    );
    return {
      provider: PROVIDER_NAMES.find((name) => PROVIDERS[name] === ofEmote[0]!.provider)!,
      emoteId: ofEmote[0]!.emoteId,
      name: byName[0]!.name,
      class: CLASSES.find((name) => EMOTE_CLASSES[name] === byClass[0]!.class)!,
      uses: sum(ofEmote.map((row) => row.uses)),
      messages: ofEmote.length,
    };
  });
}

const ranked = (emotes: ReturnType<typeof emotesOf>) =>
  emotes.toSorted(
    (a, b) =>
      b.uses - a.uses ||
      bytes(a.emoteId, b.emoteId) ||
      bytes(WAREHOUSE_NAME[a.provider], WAREHOUSE_NAME[b.provider]),
  );

const tallyOf = (uses: readonly UseInput[], activities: readonly ActivityInput[]) => ({
  messages: sum(activities.map((row) => row.messages)),
  messagesWithEmotes: sum(activities.map((row) => row.messagesWithEmotes)),
  uses: sum(uses.map((row) => row.uses)),
});

function expectEqual(live: LiveWindows, model: RowList): void {
  for (const window of WINDOWS) {
    const seconds = LIVE_WINDOWS[window];
    expect(live.range(window)).toEqual({
      fromSecond: model.endSecond - seconds,
      toSecond: model.endSecond,
      unlistedRows: 0,
    });
    const everywhere = ranked(emotesOf(model.usesIn(seconds, isOwn)));
    expect(live.topEmotes(window, {}, 100)).toEqual(everywhere);
    expect(live.topEmotes(window, {}, 2)).toEqual(everywhere.slice(0, 2));
    for (const provider of PROVIDER_NAMES) {
      const ofProvider = everywhere.filter((emote) => emote.provider === provider);
      expect(live.topEmotes(window, { provider }, 3)).toEqual(ofProvider.slice(0, 3));
    }
    for (const price of PRICES) {
      const ofPrice = everywhere.filter((emote) => PRICE_OF_CLASS[emote.class] === price);
      expect(live.topEmotes(window, { price }, 3)).toEqual(ofPrice.slice(0, 3));
    }
    expect(live.totals(window)).toEqual(
      tallyOf(model.usesIn(seconds, isOwn), model.activitiesIn(seconds, isOwn)),
    );

    const channels = CHANNELS.map((channel) => {
      const isHere = (row: UseInput | ActivityInput): boolean => row.channelId === channel;
      const uses = model.usesIn(seconds, isHere);
      const activities = model.activitiesIn(seconds, isHere);
      const emotes = ranked(emotesOf(uses));
      expect(live.topEmotes(window, { channel }, 100)).toEqual(emotes);
      expect(live.topEmotes(window, { channel, price: 'FREE', provider: 'TWITCH' }, 2)).toEqual(
        emotes.filter((e) => e.provider === 'TWITCH' && PRICE_OF_CLASS[e.class] === 'FREE').slice(0, 2),
      );
      expect(live.totals(window, { channel })).toEqual(tallyOf(uses, activities));
      const own = emotesOf(uses.filter(isOwn));
      const usesOf = (price: Price): number =>
        sum(own.filter((emote) => PRICE_OF_CLASS[emote.class] === price).map((emote) => emote.uses));
      return {
        channelId: channel,
        ...tallyOf(uses.filter(isOwn), activities.filter(isOwn)),
        freeUses: usesOf('FREE'),
        paidUses: usesOf('PAID'),
        otherUses: usesOf('OTHER'),
        distinctEmotes: own.length,
      };
    });
    for (const by of MEASURES) {
      // CHANNELS are in order of their ids, and sorting is stable.
      const order = channels.filter((row) => row[by] > 0).toSorted((a, b) => b[by] - a[by]);
      expect(live.topChannels(window, by, 10)).toEqual(order);
      expect(live.topChannels(window, by, 1)).toEqual(order.slice(0, 1));
    }
  }

  for (const channel of [undefined, ...CHANNELS]) {
    for (const seconds of [1, 70, HELD, 2 * HELD]) {
      const isAsked = (row: UseInput | ActivityInput): boolean =>
        channel === undefined ? isOwn(row) : row.channelId === channel;
      const uses = groupBy(model.usesIn(Math.min(seconds, HELD), isAsked), (row) =>
        Math.floor(row.sentAtMs / 1_000),
      );
      const activities = groupBy(
        model.activitiesIn(Math.min(seconds, HELD), isAsked),
        (row) => row.secondMs / 1_000,
      );
      const points = [...new Set([...uses.keys(), ...activities.keys()])]
        .toSorted((a, b) => a - b)
        .map((second) => ({ second, ...tallyOf(uses.get(second) ?? [], activities.get(second) ?? []) }))
        .filter((point) => point.messages > 0 || point.uses > 0);
      expect(live.usage(seconds, channel && { channel })).toEqual(points);
    }
  }
}

/** Seconds around everything that moves: the ends and starts of all windows, and a jump beyond what is held. */
const age = fc.oneof(
  fc.integer({ min: -5, max: 10 }),
  ...[60, 300, 900, 3_600].map((edge) => fc.integer({ min: edge - 3, max: edge + 3 })),
  fc.integer({ min: -AHEAD - 2, max: HELD + 2 }),
);
const channelId = fc.constantFrom(...CHANNELS);
const flags = fc.constantFrom(0, 0, MESSAGE_FLAGS.SHARED_COPY, MESSAGE_FLAGS.SUBSCRIBER);
const useStep = fc.record({
  type: fc.constant('use' as const),
  age,
  ms: fc.nat({ max: 999 }),
  channelId,
  provider: fc.constantFrom(...Object.values(PROVIDERS)),
  emoteId: fc.constantFrom('1', '2', '\u{1F600}', '\uFF5E'),
  emoteName: fc.constantFrom('a', 'b'),
  emoteClass: fc.constantFrom(...Object.values(EMOTE_CLASSES)),
  uses: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant(40_000)),
  flags,
});
const activityStep = fc.record({
  type: fc.constant('activity' as const),
  age,
  channelId,
  messages: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(50_000)),
  messagesWithEmotes: fc.integer({ min: 0, max: 1 }),
  flags,
});
const advanceStep = fc.record({
  type: fc.constant('advance' as const),
  seconds: fc.oneof(
    fc.integer({ min: -3, max: 5 }),
    fc.constantFrom(60, 300, 841, 3_599, 3_600, 3_601, 4_100, 9_000, 1_000_000),
  ),
});
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: useStep },
    { weight: 4, arbitrary: activityStep },
    { weight: 2, arbitrary: advanceStep },
  ),
  { minLength: 1, maxLength: 80 },
);
type Steps = typeof steps extends fc.Arbitrary<infer T> ? T : never;

/** Takes the steps into both; says what is held by the rows' own seconds. */
function play(live: LiveWindows, model: RowList, sequence: Steps, onStep = (): void => undefined): void {
  for (const step of sequence) {
    if (step.type === 'advance') {
      live.advance(model.endSecond + step.seconds);
      model.endSecond = Math.max(model.endSecond, model.endSecond + step.seconds);
      onStep();
      continue;
    }
    const second = model.endSecond - step.age;
    const place = step.age > HELD ? 'late' : step.age <= -AHEAD ? 'early' : 'counted';
    if (step.type === 'use') {
      const row: UseInput = { ...step, sentAtMs: second * 1_000 + step.ms };
      expect(live.foldUse(row)).toBe(place);
      if (place === 'counted') model.uses.push(row);
    } else {
      const row: ActivityInput = { ...step, secondMs: second * 1_000 };
      expect(live.foldActivity(row)).toBe(place);
      if (place === 'counted') model.activities.push(row);
    }
  }
}

describe('live windows', () => {
  it('answer as a list of all rows would, in any order of rows and any pace of time', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const live = createLiveWindows({ endSecond: END, aheadSeconds: AHEAD });
        const model = new RowList();
        play(live, model, sequence);
        expectEqual(live, model);
      }),
      { numRuns: 120 },
    );
  });

  it('answer so after each advance, second by second', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const live = createLiveWindows({ endSecond: END, aheadSeconds: AHEAD });
        const model = new RowList();
        play(live, model, sequence, () => expectEqual(live, model));
      }),
      { numRuns: 25 },
    );
  });

  it('answer the same when the first part comes as sums and the rest as rows', () => {
    fc.assert(
      fc.property(steps, fc.nat({ max: 80 }), (sequence, cut) => {
        const folded = createLiveWindows({ endSecond: END, aheadSeconds: AHEAD });
        const model = new RowList();
        play(folded, model, sequence.slice(0, cut));

        const live = createLiveWindows({ endSecond: model.endSecond, aheadSeconds: AHEAD });
        hydrate(live, model);
        play(live, model, sequence.slice(cut));
        expectEqual(live, model);
      }),
      { numRuns: 60 },
    );
  });

  it('forget everything once nothing of it is in a window', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const live = createLiveWindows({ endSecond: END, aheadSeconds: AHEAD });
        const model = new RowList();
        play(live, model, sequence);
        // Seconds are forgotten in chunks of 64, so channels go up to 64 seconds after their last row.
        live.advance(model.endSecond + AHEAD + HELD + 64);
        expect(live.stats()).toMatchObject({ channels: 0, emotes: 0, pairs: 0, cellBytes: 0 });
      }),
      { numRuns: 40 },
    );
  });

  it('count a late row in its own second, in just the windows that hold it', () => {
    const live = createLiveWindows({ endSecond: END });
    expect(live.foldUse(use({ sentAtMs: (END - 301) * 1_000 + 999 }))).toBe('counted');
    expect(WINDOWS.map((window) => live.totals(window).uses)).toEqual([0, 0, 1, 1]);
    live.advance(END + 599);
    expect(WINDOWS.map((window) => live.totals(window).uses)).toEqual([0, 0, 1, 1]);
    live.advance(END + 600);
    expect(WINDOWS.map((window) => live.totals(window).uses)).toEqual([0, 0, 0, 1]);
  });

  it('name an emote as it was named most, and class it as it was classed most by those who knew', () => {
    const live = createLiveWindows({ endSecond: END });
    const first = () => live.topEmotes('LAST_MINUTE', {}, 1);
    live.foldUse(use({ emoteName: 'a', emoteClass: EMOTE_CLASSES.UNKNOWN, uses: 9 }));
    expect(first()).toMatchObject([{ name: 'a', class: 'UNKNOWN', uses: 9 }]);
    live.foldUse(use({ emoteName: 'c', emoteClass: EMOTE_CLASSES.SUB_T2, uses: 2 }));
    live.foldUse(use({ emoteName: 'b', emoteClass: EMOTE_CLASSES.SUB_T1, uses: 2 }));
    expect(first()).toMatchObject([{ name: 'a', class: 'SUB_T2', uses: 13 }]);
    live.foldUse(use({ emoteName: 'd', emoteClass: EMOTE_CLASSES.SUB_T3, uses: 2 }));
    expect(first()).toMatchObject([{ name: 'a', class: 'SUB_T3', uses: 15 }]);
    live.foldUse(use({ emoteName: 'b', emoteClass: EMOTE_CLASSES.SUB_T1, uses: 7 }));
    expect(first()).toMatchObject([{ name: 'b', class: 'SUB_T1', uses: 22, messages: 5 }]);
  });

  it('class an emote as was decided, in rankings, filters and splits, and otherwise when that is taken back', () => {
    const decided = new Map<string, EmoteClass>([['25', 'SUB_T1']]);
    const windows = createLiveWindows({
      endSecond: END,
      classOf: (provider, emoteId) => (provider === 'TWITCH' ? decided.get(emoteId) : undefined),
    });
    windows.foldUse(use({ uses: 3 }));
    windows.foldUse(use({ provider: PROVIDERS.BTTV, uses: 2, emoteClass: EMOTE_CLASSES.THIRD_PARTY }));
    const paid = () => windows.topEmotes('LAST_MINUTE', { price: 'PAID' }, 9).map(({ uses }) => uses);
    const split = () => {
      const [channel] = windows.topChannels('LAST_MINUTE', 'uses', 1);
      return [channel?.freeUses, channel?.paidUses];
    };
    expect([paid(), split()]).toEqual([[3], [2, 3]]);
    decided.clear();
    expect([paid(), split()]).toEqual([[], [5, 0]]);
  });

  it('leave a second that is not closed out of every answer', () => {
    const live = createLiveWindows({ endSecond: END });
    live.foldUse(use({ sentAtMs: END * 1_000 }));
    live.foldActivity(activity({ secondMs: END * 1_000 }));
    expect(live.topEmotes('LAST_HOUR', {}, 1)).toEqual([]);
    expect(live.usage(60)).toEqual([]);
    live.advance(END + 1);
    expect(live.topEmotes('LAST_MINUTE', {}, 1)).toHaveLength(1);
    expect(live.usage(60)).toEqual([{ second: END, messages: 1, messagesWithEmotes: 0, uses: 1 }]);
  });

  it('know nothing of a channel never heard', () => {
    const live = createLiveWindows({ endSecond: END });
    live.foldUse(use());
    const channel = { hi: 9, lo: 9 };
    expect(live.topEmotes('LAST_HOUR', { channel }, 5)).toEqual([]);
    expect(live.totals('LAST_HOUR', { channel })).toEqual({ messages: 0, messagesWithEmotes: 0, uses: 0 });
    expect(live.usage(60, { channel })).toEqual([]);
  });

  it('stay where they are when time is said to go back, and refuse a time that is none', () => {
    const live = createLiveWindows({ endSecond: END });
    live.advance(END - 100);
    expect(live.range('LAST_MINUTE').toSecond).toBe(END);
    expect(() => live.advance(END + 0.5)).toThrow(RangeError);
    expect(() => live.advance(Number.NaN)).toThrow(RangeError);
  });

  it('refuse what no row of the log can be', () => {
    const live = createLiveWindows({ endSecond: END });
    const bad = [
      use({ uses: 0 }),
      use({ uses: 1.5 }),
      use({ sentAtMs: Number.NaN }),
      use({ sentAtMs: -1 }),
      use({ provider: 0 }),
      use({ provider: 5 }),
      use({ emoteClass: 99 }),
      use({ emoteId: '' }),
    ];
    for (const row of bad) expect(live.foldUse(row)).toBe('malformed');
    expect(live.foldActivity(activity({ messagesWithEmotes: 2 }))).toBe('malformed');
    expect(live.foldActivity(activity({ messages: Infinity }))).toBe('malformed');
    expect(live.stats()).toMatchObject({ channels: 0, rows: { malformed: bad.length + 2, counted: 0 } });
  });

  it('count on in totals, and say so, when made-up emotes reach the limit', () => {
    const live = createLiveWindows({ endSecond: END, maxEmotes: 10 });
    for (let id = 0; id < 1_000; id++) live.foldUse(use({ emoteId: `made-up-${id}` }));
    expect(live.stats()).toMatchObject({ emotes: 10, pairs: 10, rows: { counted: 10, overflow: 990 } });
    expect(live.range('LAST_MINUTE').unlistedRows).toBe(990);
    expect(live.totals('LAST_MINUTE').uses).toBe(1_000);
    expect(live.topEmotes('LAST_MINUTE', {}, 100)).toHaveLength(10);

    live.advance(END + 60);
    expect(live.range('LAST_MINUTE').unlistedRows).toBe(0);
    expect(live.range('LAST_HOUR').unlistedRows).toBe(990);
    live.advance(END + 3_700);
    expect(live.foldUse(use({ sentAtMs: (END + 3_700) * 1_000, emoteId: 'real' }))).toBe('counted');
  });

  it('keep one emote under hundreds of made-up names from growing on', () => {
    const live = createLiveWindows({ endSecond: END });
    for (let name = 0; name < 1_000; name++) live.foldUse(use({ emoteName: `name${name}` }));
    expect(live.stats().emotes).toBe(256);
    expect(live.foldUse(use({ emoteName: 'name0' }))).toBe('counted');
    const all = { emoteId: '25', name: 'name0', uses: 257, messages: 257 };
    expect(live.topEmotes('LAST_MINUTE', {}, 1)).toMatchObject([all]);
    live.advance(END + 60);
    expect(live.topEmotes('LAST_MINUTE', {}, 1)).toEqual([]);
    expect(live.topEmotes('LAST_HOUR', {}, 1)).toMatchObject([all]);
    live.advance(END + 3_600);
    expect(live.stats()).toMatchObject({ emotes: 0, pairs: 0, cellBytes: 0 });
  });

  it('hold no more pairs, channels or text than they may', () => {
    const live = createLiveWindows({ endSecond: END, maxPairs: 5, maxChannels: 3 });
    for (let lo = 0; lo < 10; lo++) {
      for (const emoteId of ['1', '2']) live.foldUse(use({ channelId: { hi: 0, lo }, emoteId }));
      live.foldActivity(activity({ channelId: { hi: 0, lo } }));
    }
    expect(live.stats()).toMatchObject({ channels: 3, pairs: 5, rows: { counted: 5 + 3, overflow: 15 + 7 } });
    expect(live.totals('LAST_MINUTE')).toMatchObject({ messages: 10, uses: 20 });

    const small = createLiveWindows({ endSecond: END, maxTextUnits: 100 });
    expect(small.foldUse(use({ emoteId: 'x'.repeat(96) }))).toBe('overflow');
    expect(small.foldUse(use({ emoteId: 'x'.repeat(95) }))).toBe('counted');
    expect(small.foldUse(use({ emoteId: 'y' }))).toBe('overflow');
  });

  it('give up the oldest seconds first when memory runs out, and stay exact for the range they then state', () => {
    const live = createLiveWindows({ endSecond: END, maxCellBytes: 60_000 });
    const model = new RowList();
    for (let second = END - HELD; second < END; second++) {
      for (const emoteId of ['1', '2', '3']) {
        const row = use({ sentAtMs: second * 1_000, emoteId });
        if (live.foldUse(row) === 'counted') model.uses.push(row);
      }
    }
    live.advance(END + 30);
    model.endSecond = END + 30;
    const { fromSecond, toSecond, unlistedRows } = live.range('LAST_HOUR');
    expect(fromSecond).toBeGreaterThan(END - HELD + 30);
    expect(unlistedRows).toBe(0);
    expect(live.stats().cellBytes).toBeLessThanOrEqual(60_000);
    const held = model.usesIn(toSecond - fromSecond, isOwn);
    expect(live.topEmotes('LAST_HOUR', {}, 10)).toEqual(ranked(emotesOf(held)));
    expect(live.totals('LAST_HOUR').uses).toBe(held.length);
    expect(live.usage(HELD)[0]?.second).toBe(fromSecond);
    expect(live.totals('LAST_MINUTE').uses).toBe(3 * 30);
    expect(live.foldUse(use({ sentAtMs: (fromSecond - 1) * 1_000 }))).toBe('late');
  });
});

/** Adds up the rows held as the warehouse would, and hands over the sums. */
function hydrate(live: LiveWindows, model: RowList): void {
  const heldFromMs = (model.endSecond - HELD) * 1_000;
  const isHeld = (timeMs: number): boolean => timeMs >= heldFromMs;
  const uses = groupBy(
    model.uses.filter((row) => isHeld(row.sentAtMs)),
    (row) =>
      JSON.stringify([
        Math.floor(row.sentAtMs / 1_000),
        row.channelId,
        row.provider,
        row.emoteId,
        row.emoteName,
        row.emoteClass,
        isOwn(row),
      ]),
  );
  for (const rows of uses.values()) {
    const row = rows[0]!;
    const outcome = live.hydrateUses({
      second: Math.floor(row.sentAtMs / 1_000),
      channelId: row.channelId,
      provider: row.provider,
      emoteId: row.emoteId,
      name: row.emoteName,
      class: row.emoteClass,
      sharedCopy: !isOwn(row),
      uses: sum(rows.map((each) => each.uses)),
      messages: rows.length,
    });
    expect(outcome).toBe('counted');
  }
  const activities = groupBy(
    model.activities.filter((row) => isHeld(row.secondMs)),
    (row) => JSON.stringify([row.secondMs, row.channelId, isOwn(row)]),
  );
  for (const rows of activities.values()) {
    const row = rows[0]!;
    const outcome = live.hydrateActivity({
      second: row.secondMs / 1_000,
      channelId: row.channelId,
      sharedCopy: !isOwn(row),
      messages: sum(rows.map((each) => each.messages)),
      messagesWithEmotes: sum(rows.map((each) => each.messagesWithEmotes)),
    });
    expect(outcome).toBe('counted');
  }
}
