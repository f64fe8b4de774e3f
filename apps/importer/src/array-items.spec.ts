import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrayItems } from './array-items';
import { InputError } from './input-error';

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function read(text: string, size = 7, mostBytes = 1_000) {
  const found: { key: string; value: unknown }[] = [];
  const options = { items: ['comments'], values: ['streamer'], mostBytes };
  for await (const { key, json } of arrayItems(cut(Buffer.from(text), size), options))
    found.push({ key, value: json === undefined ? 'too large' : (JSON.parse(json.toString()) as unknown) });
  return found;
}

describe('arrayItems', () => {
  it('finds the items whatever they hold and wherever the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 5 }),
        fc.jsonValue(),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        async (comments, other, size, isPretty) => {
          const text = JSON.stringify(
            { other, streamer: { id: 1 }, comments, more: [{ comments: [1] }] },
            null,
            isPretty ? 2 : 0,
          );
          expect(await read(text, size, 100_000)).toEqual([
            { key: 'streamer', value: { id: 1 } },
            ...comments.map((value) => ({
              key: 'comments',
              value: JSON.parse(JSON.stringify(value)) as unknown,
            })),
          ]);
        },
      ),
    );
  });

  it('tells of an item that is too large, and goes on behind it', async () => {
    expect(await read(`{"comments":[{"a":"${'x'.repeat(5_000)}"},{"b":1}]}`)).toEqual([
      { key: 'comments', value: 'too large' },
      { key: 'comments', value: { b: 1 } },
    ]);
  });

  it('gives what comes before a cut, and then says that it is cut', async () => {
    const found: unknown[] = [];
    const items = arrayItems(cut(Buffer.from('{"comments":[{"a":1},{"b":2'), 5), {
      items: ['comments'],
      values: [],
      mostBytes: 99,
    });
    await expect(
      (async () => {
        for await (const { json } of items) found.push(json!.toString());
      })(),
    ).rejects.toThrow(InputError);
    expect(found).toEqual(['{"a":1}']);
  });
});
