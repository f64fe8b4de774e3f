import { toU64 } from '@emotide/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEADERS, checkBatch, toFenceHeaders, toHeaders, type CheckedBatch } from './batch-envelope';
import { BatchWriter, encodeChannel, encodeEmote } from './batch-writer';

const EPOCH = '0123456789abcdef';
const NOTHING = new Uint8Array();

const writer = new BatchWriter();
const channel = encodeChannel(toU64(71_092_938), 'xqcow');
writer.use(channel, 1_568_505_600_861, toU64(5), toU64(7), encodeEmote(1, '25', 'Kappa', 1), 3, 1);
writer.activity(channel, 1_568_505_600_000, toU64(1), toU64(7), 12, 2, 0);
const batch = writer.finish()!;
const batchHeaders = toHeaders(batch, { epoch: EPOCH, partition: 12, batch: 34 });

const check = (
  headers: readonly (readonly [string, string])[],
  payload: Uint8Array = NOTHING,
  partition = 12,
): CheckedBatch => {
  const values = new Map(headers);
  return checkBatch(
    (name) => values.get(name) ?? '',
    payload,
    partition,
    () => true,
  );
};

/** Every text that differs from this one in one bit of one character. */
function* bent(text: string): Generator<string> {
  for (let at = 0; at < text.length; at++)
    for (let bit = 1; bit < 256; bit <<= 1)
      yield text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ bit) + text.slice(at + 1);
}

/** The headers with one bit wrong in one of them, name or value. */
function* bentHeaders(headers: readonly [string, string][]): Generator<[string, string][]> {
  for (const [at, [name, value]] of headers.entries()) {
    for (const other of bent(name)) yield headers.with(at, [other, value]);
    for (const other of bent(value)) yield headers.with(at, [name, other]);
  }
}

describe('checkBatch', () => {
  it('tells a batch from a fence', () => {
    expect(check(batchHeaders, batch.payload)).toMatchObject({
      ok: true,
      kind: 'batch',
      header: { batch: 34 },
    });
    expect(check(toFenceHeaders(EPOCH, 12))).toEqual({ ok: true, kind: 'fence', epoch: EPOCH });
  });

  it('refuses a batch with one wrong bit in any of its headers', () => {
    let tried = 0;
    for (const headers of bentHeaders(batchHeaders)) {
      tried++;
      expect(check(headers, batch.payload), JSON.stringify(headers)).toMatchObject({ ok: false });
    }
    expect(tried).toBeGreaterThan(1_500);
  });

  it('refuses a fence with one wrong bit in any of its headers', () => {
    for (const headers of bentHeaders(toFenceHeaders(EPOCH, 12)))
      expect(check(headers), JSON.stringify(headers)).toMatchObject({ ok: false });
  });

  it.each([
    ['with a payload', toFenceHeaders(EPOCH, 12), Uint8Array.of(1), 12, 'wrong-rows'],
    ['of another partition', toFenceHeaders(EPOCH, 12), NOTHING, 11, 'wrong-partition'],
    ['of no epoch', toFenceHeaders('all', 12), NOTHING, 12, 'bad-header'],
    ['under another id', [...toFenceHeaders(EPOCH, 12), [HEADERS.messageId, 'x']], NOTHING, 12, 'bad-header'],
    [
      'of another version',
      [...toFenceHeaders(EPOCH, 12), [HEADERS.version, '3']],
      NOTHING,
      12,
      'wrong-version',
    ],
  ] as const)('refuses a fence %s', (_, headers, payload, partition, reason) => {
    expect(check(headers, payload, partition)).toEqual({ ok: false, reason });
  });

  it('accepts nothing and survives everything that strangers may write into the headers', () => {
    const names = fc.constantFrom(...Object.values(HEADERS));
    const value = fc.oneof(fc.string(), fc.constantFrom('0', '1', '12', EPOCH, `fence.${EPOCH}.12`));
    fc.assert(
      fc.property(fc.array(fc.tuple(names, value)), fc.uint8Array({ maxLength: 60 }), (headers, payload) => {
        const checked = check(headers, payload);
        const values = new Map(headers);
        // The one thing that may come out by chance is a whole fence.
        if (checked.ok) expect(values.get(HEADERS.messageId)).toBe(`fence.${EPOCH}.12`);
      }),
    );
  });
});
