import { crc32 as crcOf } from 'node:zlib';
import { toU64 } from '@emotide/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_BATCH_BYTES,
  type ActivityRow,
  type BatchRow,
  type EncodedBatch,
  type LossRow,
  type ModerationRow,
  type UseRow,
} from './batch-layout';
import { checkBatch, toHeaders } from './batch-envelope';
import { decodeBatch, walkBatch } from './batch-reader';
import { BatchWriter, encodeChannel, encodeEmote } from './batch-writer';

const u64 = fc.record({ hi: fc.nat(0xffff_ffff), lo: fc.nat(0xffff_ffff) });
const text = fc.string({ unit: 'grapheme', maxLength: 30 });
const timeMs = fc.integer({ min: 0, max: 4_000_000_000_000 });
const count = fc.nat(0xffff_ffff);
const use: fc.Arbitrary<UseRow> = fc.record({
  kind: fc.constant('use'),
  sentAtMs: timeMs,
  channelId: u64,
  channelLogin: text,
  chatter: u64,
  messageKey: u64,
  provider: fc.integer({ min: 1, max: 4 }),
  emoteId: text.filter((id) => id !== ''),
  emoteName: text,
  emoteClass: fc.nat(10),
  uses: fc.integer({ min: 1, max: 65_535 }),
  flags: fc.nat(0xffff),
});
const activity: fc.Arbitrary<ActivityRow> = fc.record({
  kind: fc.constant('activity'),
  secondMs: timeMs,
  channelId: u64,
  channelLogin: text,
  session: u64,
  lastMessageKey: u64,
  messages: fc.constant(0xffff_ffff),
  messagesWithEmotes: count,
  flags: fc.nat(0xffff),
});
const loss: fc.Arbitrary<LossRow> = fc.record({
  kind: fc.constant('loss'),
  firstSecondMs: fc.constant(1_568_505_600_000),
  lastSecondMs: fc.integer({ min: 1_568_505_600_000, max: 1_568_505_600_000 + 86_400_000 }),
  channelId: u64,
  channelLogin: text,
  session: u64,
  messages: fc.constant(0xffff_ffff),
  messagesWithEmotes: count,
});
const moderation: fc.Arbitrary<ModerationRow> = fc.record({
  kind: fc.constant('moderation'),
  sentAtMs: timeMs,
  channelId: u64,
  channelLogin: text,
  session: u64,
  messageKey: u64,
  action: fc.integer({ min: 1, max: 5 }),
});
const rows = fc.array(fc.oneof(use, activity, loss, moderation), { minLength: 1, maxLength: 40 });

function encode(batch: readonly BatchRow[]): EncodedBatch {
  const writer = new BatchWriter();
  for (const row of batch) {
    const channel = encodeChannel(row.channelId, row.channelLogin);
    if (row.kind === 'use')
      writer.use(
        channel,
        row.sentAtMs,
        row.chatter,
        row.messageKey,
        encodeEmote(row.provider, row.emoteId, row.emoteName, row.emoteClass),
        row.uses,
        row.flags,
      );
    else if (row.kind === 'moderation')
      writer.moderation(channel, row.sentAtMs, row.session, row.messageKey, row.action);
    else if (row.kind === 'loss')
      writer.loss(
        channel,
        row.firstSecondMs,
        row.lastSecondMs,
        row.session,
        row.messages,
        row.messagesWithEmotes,
      );
    else
      writer.activity(
        channel,
        row.secondMs,
        row.session,
        row.lastMessageKey,
        row.messages,
        row.messagesWithEmotes,
        row.flags,
      );
  }
  return writer.finish()!;
}

const check = (batch: EncodedBatch, payload = batch.payload, partition = 3) => {
  const headers = new Map(toHeaders(batch, { epoch: '0123456789abcdef', partition: 3, batch: 7 }));
  return checkBatch(
    (name) => headers.get(name) ?? '',
    payload,
    partition,
    () => true,
  );
};

describe('the batch layout', () => {
  it('gives back every row as it was written', () => {
    fc.assert(
      fc.property(rows, (batch) => {
        const encoded = encode(batch);
        expect([...decodeBatch(encoded.payload)]).toEqual(batch);
        expect(walkBatch(encoded.payload)).toEqual({
          rows: batch.length,
          sentFromMs: encoded.sentFromMs,
          sentToMs: encoded.sentToMs,
        });
      }),
    );
  });

  it('gives the same rows and sums however they are split into batches', () => {
    const sums = (all: Iterable<BatchRow>) => {
      const byEmote = new Map<string, number>();
      const add = (key: string, count: number) => byEmote.set(key, (byEmote.get(key) ?? 0) + count);
      for (const row of all) {
        const channel = `${row.channelId.hi}.${row.channelId.lo}`;
        if (row.kind === 'use') add(`${channel} ${row.provider} ${row.emoteId}`, row.uses);
        else if (row.kind === 'moderation') add(`${channel} act ${row.action}`, 1);
        else add(channel, row.messages);
      }
      return byEmote;
    };
    fc.assert(
      fc.property(rows, fc.array(fc.nat(40), { maxLength: 8 }), (batch, cuts) => {
        const borders = [0, ...cuts.sort((a, b) => a - b), batch.length];
        const parts = borders.flatMap((from, at) => {
          const part = batch.slice(from, borders[at + 1]);
          return part.length === 0 || at === borders.length - 1 ? [] : [encode(part)];
        });
        expect(Buffer.concat(parts.map(({ payload }) => payload))).toEqual(encode(batch).payload);
        expect(sums(parts.flatMap(({ payload }) => [...decodeBatch(payload)]))).toEqual(sums(batch));
      }),
    );
  });

  it('keeps the bytes that stored batches have', () => {
    const encoded = encode([
      {
        kind: 'use',
        sentAtMs: 1_568_505_600_861,
        channelId: toU64(71_092_938),
        channelLogin: 'xqcow',
        chatter: { hi: 1, lo: 2 },
        messageKey: { hi: 3, lo: 4 },
        provider: 1,
        emoteId: '25',
        emoteName: 'Kappa',
        emoteClass: 1,
        uses: 3,
        flags: 1,
      },
      {
        kind: 'activity',
        secondMs: 1_568_505_600_000,
        channelId: toU64(71_092_938),
        channelLogin: 'xqcow',
        session: { hi: 5, lo: 6 },
        lastMessageKey: { hi: 3, lo: 4 },
        messages: 12,
        messagesWithEmotes: 2,
        flags: 0,
      },
    ]);
    expect(
      Buffer.from(encoded.payload)
        .toString('hex')
        .match(/.{1,64}/g),
    ).toMatchInlineSnapshot(`
      [
        "015d1b38326d010000caca3c0400000000057871636f77020000000100000004",
        "0000000300000001023235054b61707061010300000000000000010002001838",
        "326d010000caca3c0400000000057871636f7706000000050000000400000003",
        "000000000000000c000000020000000000",
      ]
    `);
    expect(encoded.crc32.toString(16)).toMatchInlineSnapshot(`"916f57e6"`);
  });

  it('keeps the bytes of a row that only version 2 has', () => {
    const encoded = encode([
      {
        kind: 'moderation',
        sentAtMs: 1_568_505_600_739,
        channelId: toU64(71_092_938),
        channelLogin: 'xqcow',
        session: { hi: 5, lo: 6 },
        messageKey: { hi: 3, lo: 4 },
        action: 1,
      },
    ]);
    expect(Buffer.from(encoded.payload).toString('hex')).toBe(
      '04' +
        'e31a38326d010000' +
        'caca3c0400000000' +
        '057871636f77' +
        '0600000005000000' +
        '0400000003000000' +
        '00000000' +
        '01000000' +
        '00000000' +
        '0100',
    );
    expect(walkBatch(encoded.payload, 2)).toMatchObject({ rows: 1 });
    expect(walkBatch(encoded.payload, 1)).toBeUndefined();
    expect(walkBatch(encoded.payload, 3)).toBeUndefined();
  });

  it('cuts texts that are too long at a character', () => {
    const row: UseRow = { ...fc.sample(use, 1)[0]!, emoteName: '😂'.repeat(200) };
    const [read] = [...decodeBatch(encode([row]).payload)] as [UseRow];
    expect(read.emoteName).toBe('😂'.repeat(63));
  });

  it('says when a batch is full before a row is lost', () => {
    const writer = new BatchWriter();
    const channel = encodeChannel(toU64(1), 'x'.repeat(25));
    const emote = encodeEmote(1, 'i'.repeat(300), 'n'.repeat(300), 0);
    while (writer.hasRoomFor(1)) writer.use(channel, 0, toU64(1), toU64(1), emote, 1, 0);
    expect(writer.bytes).toBeLessThanOrEqual(MAX_BATCH_BYTES);
    expect(writer.finish()!.rows).toBeGreaterThan(500);
  });
});

describe('checkBatch', () => {
  const batch = encode(fc.sample(rows, { numRuns: 1, seed: 1 })[0]!);

  it('accepts what was written', () => {
    expect(check(batch)).toMatchObject({ ok: true, header: { partition: 3, batch: 7, rows: batch.rows } });
  });

  it('reads batches of version 1, and refuses in them what only version 2 has', () => {
    const asVersion1 = (encoded: EncodedBatch) => {
      const headers = new Map(toHeaders(encoded, { epoch: '0123456789abcdef', partition: 3, batch: 7 }));
      headers.set('Emotide-Version', '1');
      const get = (name: string) => headers.get(name) ?? '';
      return checkBatch(get, encoded.payload, 3, () => true);
    };
    const old = encode(fc.sample(fc.array(fc.oneof(use, activity, loss), { minLength: 3 }), 1)[0]!);
    expect(asVersion1(old)).toMatchObject({ ok: true, header: { version: 1, rows: old.rows } });
    expect(asVersion1(encode(fc.sample(moderation, 1)))).toEqual({ ok: false, reason: 'wrong-rows' });
  });

  it('finds one flipped bit anywhere', () => {
    for (let bit = 0; bit < batch.payload.length * 8; bit++) {
      const bent = Uint8Array.from(batch.payload);
      bent[bit >> 3]! ^= 1 << (bit & 7);
      expect(check(batch, bent)).toEqual({ ok: false, reason: 'wrong-checksum' });
    }
  });

  it('finds a cut, and another partition', () => {
    expect(check(batch, batch.payload.subarray(0, -1)).ok).toBe(false);
    expect(check(batch, batch.payload, 4)).toEqual({ ok: false, reason: 'wrong-partition' });
  });

  it('finds rows that are none even where the checksum is right, as a foreign publisher may send', () => {
    for (const bytes of [[], [9], [1, 2, 3], [...batch.payload, 1], [...batch.payload.subarray(0, -3)]]) {
      const foreign = new BatchWriter();
      foreign.activity(encodeChannel(toU64(1), 'a'), 0, toU64(1), toU64(1), 1, 0, 0);
      const payload = Uint8Array.from(bytes);
      const headers = new Map(
        toHeaders(
          { ...foreign.finish()!, payload, crc32: crcOf(payload) },
          {
            epoch: '0123456789abcdef',
            partition: 3,
            batch: 1,
          },
        ),
      );
      expect(
        checkBatch(
          (name) => headers.get(name) ?? '',
          payload,
          3,
          () => true,
        ),
      ).toEqual({
        ok: false,
        reason: 'wrong-rows',
      });
    }
  });

  it('finds rows that the warehouse would refuse', () => {
    const channel = encodeChannel(toU64(1), 'a');
    const write = (change: (writer: BatchWriter) => void) => {
      const writer = new BatchWriter();
      change(writer);
      return check(writer.finish()!);
    };
    const id = toU64(1);
    const wrong = { ok: false, reason: 'wrong-rows' };
    expect(write((w) => w.use(channel, 0, id, id, encodeEmote(1, '25', 'Kappa', 1), 1, 0)).ok).toBe(true);
    expect(write((w) => w.use(channel, 0, id, id, encodeEmote(0, '25', 'Kappa', 1), 1, 0))).toEqual(wrong);
    expect(write((w) => w.use(channel, 0, id, id, encodeEmote(5, '25', 'Kappa', 1), 1, 0))).toEqual(wrong);
    expect(write((w) => w.use(channel, 0, id, id, encodeEmote(1, '', 'Kappa', 1), 1, 0))).toEqual(wrong);
    expect(write((w) => w.use(channel, 0, id, id, encodeEmote(1, '25', 'Kappa', 11), 1, 0))).toEqual(wrong);
    expect(write((w) => w.use(channel, 0, id, id, encodeEmote(1, '25', 'Kappa', 1), 0, 0))).toEqual(wrong);
    expect(write((w) => w.use(channel, 0, id, id, encodeEmote(1, '25', 'Kappa', 1), 65_536, 0))).toEqual(
      wrong,
    );
    expect(write((w) => w.activity(channel, 0, id, id, 1, 2, 0))).toEqual(wrong);
    for (const action of [0, 6])
      expect(write((w) => w.moderation(channel, 0, id, id, action))).toEqual(wrong);
  });

  it('never throws on foreign bytes and headers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, header) => {
        walkBatch(bytes);
        expect(
          checkBatch(
            () => header,
            bytes,
            0,
            () => true,
          ).ok,
        ).toBe(false);
      }),
    );
  });

  it.each([
    ['Emotide-Batch', '0'],
    ['Emotide-Batch', '01'],
    ['Emotide-Batch', '1000000000000000'],
    ['Emotide-Rows', '-1'],
    ['Emotide-Rows', ' 1'],
    ['Emotide-Sent-From', '-0'],
    ['Emotide-Sent-To', '1e3'],
    ['Emotide-Epoch', '0123456789ABCDEF'],
    ['Emotide-Crc32', '1234567'],
    ['Emotide-Version', ''],
  ])('refuses %s: %j', (name, value) => {
    const headers = new Map(toHeaders(batch, { epoch: '0123456789abcdef', partition: 3, batch: 7 }));
    headers.set(name, value);
    expect(
      checkBatch(
        (one) => headers.get(one) ?? '',
        batch.payload,
        3,
        () => true,
      ),
    ).toEqual({ ok: false, reason: 'bad-header' });
  });

  it('refuses times that cannot be and other versions', () => {
    const headers = new Map(toHeaders(batch, { epoch: '0123456789abcdef', partition: 3, batch: 7 }));
    const get = (name: string) => headers.get(name) ?? '';
    expect(checkBatch(get, batch.payload, 3, () => false)).toEqual({ ok: false, reason: 'absurd-time' });
    for (const version of ['0', '3']) {
      headers.set('Emotide-Version', version);
      expect(checkBatch(get, batch.payload, 3, () => true)).toEqual({ ok: false, reason: 'wrong-version' });
    }
    headers.set('Emotide-Version', '2');
    headers.delete('Emotide-Epoch');
    expect(checkBatch(get, batch.payload, 3, () => true)).toEqual({ ok: false, reason: 'bad-header' });
  });
});
