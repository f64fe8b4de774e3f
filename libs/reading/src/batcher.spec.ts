import {
  MESSAGE_FLAGS,
  messageKey,
  toU64,
  type ChannelId,
  type ChannelLogin,
  type EmoteId,
  type U64,
  type UserId,
} from '@emotide/domain';
import type { CountedAct, CountedLine } from '@emotide/emotes';
import {
  MAX_BATCH_BYTES,
  decodeBatch,
  partitionOf,
  walkBatch,
  type ActivityRow,
  type EncodedBatch,
  type TracedMessage,
  type UseRow,
} from '@emotide/event-log';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Batcher, MAX_EMOTES_PER_MESSAGE, type BatcherOptions } from './batcher';
import type { ReadingSession } from './reading-session';

const SECOND = Date.UTC(2026, 0, 1);
const { SHARED_COPY, SUBSCRIBER } = MESSAGE_FLAGS;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Published {
  readonly partition: number;
  readonly batch: EncodedBatch;
  readonly uses: UseRow[];
  readonly activity: ActivityRow[];
}

function create(change: Partial<BatcherOptions> = {}): { batcher: Batcher; published: Published[] } {
  const published: Published[] = [];
  const batcher = new Batcher({
    partitions: 1,
    flushAfterMs: 10,
    busyRows: Infinity,
    busyFlushAfterMs: 40,
    batchRows: 256,
    epoch: '0123456789abcdef',
    toChatter: (userId) => toU64(Number(userId ?? 0) + 1_000),
    publish: (partition, batch) => {
      const rows = [...decodeBatch(batch.payload)];
      published.push({
        partition,
        batch,
        uses: rows.filter((row) => row.kind === 'use'),
        activity: rows.filter((row) => row.kind === 'activity'),
      });
    },
    onExcess: () => undefined,
    ...change,
  });
  return { batcher, published };
}

const session = (channel: number, number = 1): ReadingSession => ({
  login: `room${channel}` as ChannelLogin,
  channelId: String(channel) as ChannelId,
  number,
});

let nextKey = 1;
const line = (emotes: readonly string[], change: Partial<CountedLine> = {}): CountedLine => ({
  type: 'counted',
  sentAtMs: SECOND,
  messageKey: toU64(nextKey++),
  userId: '64' as UserId,
  flags: 0,
  uses: emotes.map((id) => ({
    provider: 'TWITCH',
    emoteId: id as EmoteId,
    emoteName: `name-${id}`,
    emoteClass: 'UNKNOWN',
    uses: 2,
  })),
  unreadableRanges: 0,
  ...change,
});
const many = (count: number, emotes: readonly string[] = []) =>
  Array.from({ length: count }, () => line(emotes));
const ids = (count: number) => Array.from({ length: count }, (_, i) => `emotesv2_${i}`);
const hex = ({ hi, lo }: U64) => `${hi.toString(16)}:${lo.toString(16)}`;

describe('Batcher', () => {
  it('says of a session that it read all on its side of a cut, by a row without messages', () => {
    const { batcher, published } = create();
    batcher.add({ session: session(7), lines: [line(['25'])] });
    batcher.mark(session(7), SECOND + 5_000);
    vi.advanceTimersByTime(10);
    expect(
      published.flatMap(({ activity }) => activity).map((row) => [row.secondMs, row.messages, row.session]),
    ).toEqual([
      [SECOND + 5_000, 0, messageKey('0123456789abcdef 1')],
      [SECOND, 1, messageKey('0123456789abcdef 1')],
    ]);
  });

  it('says so too when there is nothing else to say', () => {
    const { batcher, published } = create();
    batcher.mark(session(7), SECOND);
    batcher.flush();
    expect(published.map(({ activity, uses }) => [activity.length, uses.length])).toEqual([[1, 0]]);
  });

  it('writes a row for each emote of a message, and activity for what the batch covers', () => {
    const { batcher, published } = create();
    const [first, second] = [
      line(['25', '1902'], { flags: SUBSCRIBER }),
      line([], { sentAtMs: SECOND + 999 }),
    ];
    batcher.add({ session: session(7), lines: [first, second] });
    batcher.flush();
    expect(published).toHaveLength(1);
    const { uses, activity, batch } = published[0]!;
    expect(uses).toEqual(
      ['25', '1902'].map((emoteId) => ({
        kind: 'use',
        sentAtMs: SECOND,
        channelId: toU64(7),
        channelLogin: 'room7',
        chatter: toU64(1_064),
        messageKey: first.messageKey,
        provider: 1,
        emoteId,
        emoteName: `name-${emoteId}`,
        emoteClass: 0,
        uses: 2,
        flags: SUBSCRIBER,
      })),
    );
    expect(activity).toEqual([
      {
        kind: 'activity',
        secondMs: SECOND,
        channelId: toU64(7),
        channelLogin: 'room7',
        session: messageKey('0123456789abcdef 1'),
        lastMessageKey: second.messageKey,
        messages: 2,
        messagesWithEmotes: 1,
        flags: 0,
      },
    ]);
    expect([batch.rows, batch.sentFromMs, batch.sentToMs]).toEqual([3, SECOND, SECOND]);
  });

  it('writes a row for each act of moderators, also where nobody says anything', () => {
    const { batcher, published } = create();
    const act: CountedAct = {
      type: 'counted',
      action: 'TIMEOUT',
      sentAtMs: SECOND + 7,
      messageKey: toU64(0),
    };
    batcher.add({ session: session(7), lines: [], acts: [act] });
    batcher.add({ session: session(7), lines: [line(['25'])], acts: [act] });
    vi.advanceTimersByTime(10);
    expect(published).toHaveLength(1);
    const rows = [...decodeBatch(published[0]!.batch.payload)];
    expect(rows.map(({ kind }) => kind)).toEqual(['moderation', 'use', 'moderation', 'activity']);
    expect(rows[0]).toEqual({
      kind: 'moderation',
      sentAtMs: SECOND + 7,
      channelId: toU64(7),
      channelLogin: 'room7',
      session: messageKey('0123456789abcdef 1'),
      messageKey: toU64(0),
      action: 2,
    });
    expect(published[0]!.activity[0]).toMatchObject({ messages: 1 });
  });

  it('closes a batch that is full of acts, and never one too large', () => {
    const { batcher, published } = create({ batchRows: 20_000 });
    const act: CountedAct = { type: 'counted', action: 'BAN', sentAtMs: SECOND, messageKey: toU64(0) };
    batcher.add({ session: session(7), lines: [line([])], acts: Array.from({ length: 30_000 }, () => act) });
    batcher.flush();
    for (const { batch } of published) expect(batch.payload.length).toBeLessThanOrEqual(MAX_BATCH_BYTES);
    expect(published.reduce((sum, { batch }) => sum + batch.rows, 0)).toBe(30_001);
    expect(published.length).toBeGreaterThan(1);
  });

  it('counts copies from shared chat apart from the messages of the channel itself', () => {
    const { batcher, published } = create();
    const lines = [
      line(['25']),
      line(['25'], { flags: SHARED_COPY }),
      line([]),
      line([], { flags: SHARED_COPY }),
    ];
    batcher.add({ session: session(7), lines });
    batcher.flush();
    const [{ activity, uses }] = published as [Published];
    expect(
      activity.map(({ flags, messages, messagesWithEmotes }) => [flags, messages, messagesWithEmotes]),
    ).toEqual([
      [0, 2, 1],
      [SHARED_COPY, 2, 1],
    ]);
    expect(activity.map(({ lastMessageKey }) => lastMessageKey)).toEqual([
      lines[2]!.messageKey,
      lines[3]!.messageKey,
    ]);
    expect(uses.map(({ flags }) => flags)).toEqual([0, SHARED_COPY]);
  });

  it('tells sessions of one channel apart', () => {
    const { batcher, published } = create();
    for (const number of [1, 2]) batcher.add({ session: session(7, number), lines: many(1) });
    batcher.flush();
    expect(published[0]!.activity.map((row) => row.session)).toEqual([
      messageKey('0123456789abcdef 1'),
      messageKey('0123456789abcdef 2'),
    ]);
  });

  it('puts each channel into its partition, each with a batch of its own', () => {
    const { batcher, published } = create({ partitions: 4 });
    for (let channel = 1; channel <= 200; channel++)
      batcher.add({ session: session(channel), lines: many(1, ['25']) });
    batcher.flush();
    expect(published.map(({ partition }) => partition).sort()).toEqual([0, 1, 2, 3]);
    for (const { partition, activity, uses } of published)
      for (const { channelId } of [...activity, ...uses]) expect(partitionOf(channelId, 4)).toBe(partition);
    expect(published.flatMap(({ activity }) => activity)).toHaveLength(200);
  });

  it('closes a batch when its first line is old enough, and none while nothing comes', () => {
    const { batcher, published } = create({ flushAfterMs: 10 });
    const reading = session(7);
    vi.advanceTimersByTime(1_000);
    batcher.add({ session: reading, lines: many(1) });
    vi.advanceTimersByTime(6);
    batcher.add({ session: reading, lines: many(1) });
    vi.advanceTimersByTime(3);
    expect(published).toHaveLength(0);
    vi.advanceTimersByTime(1);
    expect(published.map(({ activity }) => activity[0]!.messages)).toEqual([2]);
    vi.advanceTimersByTime(1_000);
    expect(published).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('closes a batch that is full at once, and gives the rest its own time', () => {
    const { batcher, published } = create({ batchRows: 4, flushAfterMs: 10 });
    batcher.add({ session: session(7), lines: many(5, ['25', '1902']) });
    expect(published.map(({ uses }) => uses.length)).toEqual([4, 4]);
    vi.advanceTimersByTime(9);
    expect(published).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(published.map(({ uses }) => uses.length)).toEqual([4, 4, 2]);
  });

  it('lets a batch that fills quickly go on for longer, and no further', () => {
    const { batcher, published } = create({ flushAfterMs: 10, busyRows: 4, busyFlushAfterMs: 40 });
    batcher.add({ session: session(7), lines: many(3, ['25']) });
    vi.advanceTimersByTime(10);
    expect(published.map(({ uses }) => uses.length)).toEqual([3]);
    batcher.add({ session: session(7), lines: many(4, ['25']) });
    vi.advanceTimersByTime(39);
    expect(published).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(published.map(({ uses }) => uses.length)).toEqual([3, 4]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no timer and nothing to publish after a flush', () => {
    const { batcher, published } = create();
    batcher.add({ session: session(7), lines: many(3) });
    batcher.flush();
    batcher.flush();
    expect([published.length, vi.getTimerCount()]).toEqual([1, 0]);
  });

  it('bounds the messages of a batch that none of them has an emote', () => {
    const { batcher, published } = create();
    batcher.add({ session: session(7), lines: many(20_000) });
    batcher.flush();
    expect(published.map(({ activity }) => activity[0]!.messages)).toEqual([16_384, 3_616]);
  });

  it('stays under the size of a batch, whatever its rows, and never tears a message apart', () => {
    const { batcher, published } = create({ batchRows: 1_000_000 });
    const long = ids(100).map((id) => `${id}${'x'.repeat(80)}`);
    for (let channel = 1; channel <= 30; channel++)
      batcher.add({ session: session(channel), lines: many(4, long) });
    batcher.flush();
    expect(published.length).toBeGreaterThan(1);
    for (const { batch, uses } of published) {
      expect(batch.payload.length).toBeLessThanOrEqual(MAX_BATCH_BYTES);
      expect(uses.length % 100).toBe(0);
    }
    expect(published.flatMap(({ uses }) => uses)).toHaveLength(30 * 4 * 100);
  });

  it('has room for the activity of thousands of channels in one batch time', () => {
    const { batcher, published } = create();
    const lines = [line([]), line([], { flags: SHARED_COPY })];
    for (let channel = 1; channel <= 4_000; channel++) {
      const login = `a_name_of_25_letters_${1_000 + channel}` as ChannelLogin;
      batcher.add({ session: { ...session(channel), login }, lines });
    }
    batcher.flush();
    const activity = published.flatMap((one) => one.activity);
    expect(activity).toHaveLength(8_000);
    expect(activity.every(({ messages }) => messages === 1)).toBe(true);
  });

  it('keeps the first emotes of a message that has impossibly many, and counts the rest', () => {
    let excess = 0;
    const { batcher, published } = create({ onExcess: (emotes) => (excess += emotes) });
    const forged = line(ids(5_000).map((id) => `${id}${'y'.repeat(240)}`));
    const before = line(['25']);
    batcher.add({ session: session(7), lines: [before, forged, line(['25'])] });
    batcher.flush();
    const uses = published.flatMap((one) => one.uses);
    expect(excess).toBe(5_000 - MAX_EMOTES_PER_MESSAGE);
    expect(uses).toHaveLength(MAX_EMOTES_PER_MESSAGE + 2);
    const ofForged = published.filter((one) =>
      one.uses.some((row) => hex(row.messageKey) === hex(forged.messageKey)),
    );
    expect(ofForged).toHaveLength(1);
    expect(
      published.flatMap(({ activity }) => activity).reduce((sum, row) => sum + row.messagesWithEmotes, 0),
    ).toBe(3);
  });

  it('covers in the activity of each batch exactly the messages whose rows it holds', () => {
    const lineOf = fc.record({
      second: fc.integer({ min: 0, max: 2 }),
      emotes: fc.uniqueArray(fc.constantFrom('25', '1902', '88', 'emotesv2_a', 'emotesv2_b'), {
        maxLength: 5,
      }),
      isCopy: fc.boolean(),
    });
    const action = fc.oneof(
      { weight: 5, arbitrary: fc.record({ session: fc.nat(5), lines: fc.array(lineOf, { maxLength: 12 }) }) },
      { weight: 1, arbitrary: fc.constant('flush' as const) },
      { weight: 1, arbitrary: fc.constant('wait' as const) },
    );
    const shape = fc.record({
      partitions: fc.integer({ min: 1, max: 3 }),
      batchRows: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(shape, fc.array(action, { maxLength: 30 }), ({ partitions, batchRows }, actions) => {
        const { batcher, published } = create({ partitions, batchRows });
        // Two of the sessions are of the same channel.
        const sessions = [1, 2, 3, 4, 5, 5].map((channel, i) => session(channel, i + 1));
        const given: { partition: number; session: ReadingSession; line: CountedLine }[] = [];
        for (const act of actions) {
          if (act === 'flush') batcher.flush();
          else if (act === 'wait') vi.advanceTimersByTime(10);
          else {
            const reading = sessions[act.session]!;
            const partition = partitionOf(toU64(Number(reading.channelId)), partitions);
            const lines = act.lines.map(({ second, emotes, isCopy }) =>
              line(emotes, { sentAtMs: SECOND + second * 1_000 + 17, flags: isCopy ? SHARED_COPY : 0 }),
            );
            given.push(...lines.map((one) => ({ partition, session: reading, line: one })));
            batcher.add({ session: reading, lines });
          }
        }
        batcher.flush();

        for (let partition = 0; partition < partitions; partition++) {
          const left = given.filter((one) => one.partition === partition);
          for (const { batch, uses, activity } of published.filter((one) => one.partition === partition)) {
            expect(walkBatch(batch.payload)).toMatchObject({ rows: batch.rows });
            const covered = left.splice(
              0,
              activity.reduce((sum, { messages }) => sum + messages, 0),
            );
            // Each message's rows, all of them, in the order of the messages.
            expect(uses.map(({ messageKey: key, emoteId }) => `${hex(key)} ${emoteId}`)).toEqual(
              covered.flatMap(({ line: one }) =>
                one.uses.map(({ emoteId }) => `${hex(one.messageKey)} ${emoteId}`),
              ),
            );
            expect(tallyOfRows(activity)).toEqual(tallyOfLines(covered));
            expect(lastKeysOfRows(activity)).toEqual(lastKeysOfLines(covered));
          }
          expect(left).toEqual([]);
        }
        expect(vi.getTimerCount()).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});

type Given = { readonly session: ReadingSession; readonly line: CountedLine };

const keyOf = ({ number }: ReadingSession) => hex(messageKey(`0123456789abcdef ${number}`));

/** Messages and messages with emotes by session, second and kind. */
function tally(
  parts: Iterable<readonly [key: string, messages: number, withEmotes: number]>,
): [string, number[]][] {
  const sums = new Map<string, number[]>();
  for (const [key, messages, withEmotes] of parts) {
    const [m, w] = sums.get(key) ?? [0, 0];
    sums.set(key, [m! + messages, w! + withEmotes]);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
}

const tallyOfRows = (rows: readonly ActivityRow[]) =>
  tally(
    rows.map((row) => [
      `${hex(row.session)} ${row.channelLogin} ${row.secondMs} ${row.flags}`,
      row.messages,
      row.messagesWithEmotes,
    ]),
  );

const tallyOfLines = (given: readonly Given[]) =>
  tally(
    given.map(({ session: reading, line: { sentAtMs, flags, uses } }) => [
      `${keyOf(reading)} ${reading.login} ${Math.floor(sentAtMs / 1_000) * 1_000} ${flags}`,
      1,
      uses.length > 0 ? 1 : 0,
    ]),
  );

/** The last message by session and kind. */
const lastKeysOfRows = (rows: readonly ActivityRow[]) =>
  [...new Map(rows.map((row) => [`${hex(row.session)} ${row.flags}`, hex(row.lastMessageKey)]))].sort();

const lastKeysOfLines = (given: readonly Given[]) =>
  [
    ...new Map(
      given.map(({ session: reading, line: one }) => [`${keyOf(reading)} ${one.flags}`, hex(one.messageKey)]),
    ),
  ].sort();

describe('traced messages', () => {
  const createTraced = (traceOneIn: number) => {
    const traced: (readonly TracedMessage[])[] = [];
    const counted: unknown[] = [];
    const { batcher } = create({
      traceOneIn,
      onTraced: (message, where) => counted.push({ ...message, ...where }),
      publish: (_partition, _batch, _messages, some) => void traced.push(some),
    });
    return { batcher, traced, counted };
  };
  const withKey = (lo: number, emotes: readonly string[] = []) =>
    line(emotes, { messageKey: { hi: 1, lo }, sentAtMs: SECOND + lo });

  it('are those whose key is a multiple, and go with the batch that covers them', () => {
    const { batcher, traced, counted } = createTraced(10);
    batcher.add({ session: session(7), lines: [withKey(9), withKey(10, ['25']), withKey(11)] });
    batcher.flush();
    batcher.add({ session: session(7), lines: [withKey(12)] });
    batcher.flush();
    const message = { trace: String((1n << 32n) + 10n), sentAtMs: SECOND + 10 };
    expect(traced).toEqual([[message], []]);
    expect(counted).toEqual([{ ...message, channelId: '7', partition: 0 }]);
  });

  it('are sixteen of a batch at most', () => {
    const { batcher, traced, counted } = createTraced(1);
    batcher.add({ session: session(7), lines: Array.from({ length: 40 }, (_, n) => withKey(n)) });
    batcher.flush();
    expect(traced.map((some) => some.length)).toEqual([16]);
    expect(counted).toHaveLength(16);
  });

  it('are none unless asked for', () => {
    const { batcher, traced } = createTraced(0);
    batcher.add({ session: session(7), lines: [withKey(0)] });
    batcher.flush();
    expect(traced).toEqual([[]]);
  });
});
