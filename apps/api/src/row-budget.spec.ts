import { TooManyRows } from '@emotide/store';
import { describe, expect, it } from 'vitest';
import { createRowBudget } from './row-budget';

const TOO_DEAR = {
  extensions: { code: 'TOO_COMPLEX' },
  message: expect.stringContaining('250 rows') as unknown,
};

/** A request of 250 rows, of which a read may take 100. */
function openRequest() {
  const budget = createRowBudget({ ofRead: 100, ofRequest: 250 });
  const begun: { readonly mostRows: number; readonly end: (outcome: number | Error | 'kept') => void }[] = [];
  return {
    begun,
    /** What each read may cost that has begun. */
    limits: () => begun.map(({ mostRows }) => mostRows),
    read: () =>
      budget.spend(
        ({ mostRows, onRead }) =>
          new Promise<string>((resolve, reject) => {
            const end = (outcome: number | Error | 'kept'): void => {
              if (outcome instanceof Error) return reject(outcome);
              if (outcome !== 'kept') onRead(outcome);
              resolve('rows');
            };
            begun.push({ mostRows, end });
          }),
      ),
    /** One that costs so much, at once. */
    async readAll(outcome: number | Error | 'kept') {
      const read = this.read();
      begun.at(-1)!.end(outcome);
      return await read;
    },
  };
}
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('what the reads of one request cost together', () => {
  it('is what they really read, and the last one gets what is left', async () => {
    const request = openRequest();
    for (const cost of [90, 10, 60, 80]) expect(await request.readAll(cost)).toBe('rows');
    expect(request.limits()).toEqual([100, 100, 100, 90]);
    expect(await request.readAll(10)).toBe('rows');
    expect(request.limits().at(-1)).toBe(10);
    await expect(request.read()).rejects.toMatchObject(TOO_DEAR);
  });

  it('is nothing for what was read before', async () => {
    const request = openRequest();
    for (let i = 0; i < 20; i++) await request.readAll('kept');
    expect(request.limits()).toEqual(Array.from({ length: 20 }, () => 100));
  });

  it('is all that a read might have cost where it failed or nobody tells', async () => {
    const failed = openRequest();
    await expect(failed.readAll(new Error('away'))).rejects.toThrow('away');
    await failed.readAll(0);
    expect(await failed.readAll(50)).toBe('rows');
    expect(await failed.readAll(50)).toBe('rows');
    expect(failed.limits()).toEqual([100, 100, 100, 100]);
    const untold = createRowBudget({ ofRead: 100, ofRequest: 100 });
    await untold.spend(({ onRead }) => Promise.resolve(onRead(undefined)));
    await expect(untold.spend(() => Promise.resolve())).rejects.toMatchObject({
      extensions: { code: 'TOO_COMPLEX' },
    });
  });

  it('is not passed by reads that run at the same time: who might pass it waits', async () => {
    const request = openRequest();
    const reads = [request.read(), request.read(), request.read(), request.read()];
    expect(request.limits()).toEqual([100, 100]);
    request.begun[1]!.end(20);
    await settle();
    expect(request.limits()).toEqual([100, 100, 100]);
    request.begun[0]!.end(100);
    request.begun[2]!.end(100);
    await settle();
    // 220 of 250 are spent.
    expect(request.limits()).toEqual([100, 100, 100, 30]);
    request.begun[3]!.end(30);
    expect(await Promise.all(reads)).toEqual(['rows', 'rows', 'rows', 'rows']);
  });

  it('refuses all that wait when nothing is left', async () => {
    const request = openRequest();
    const reads = Array.from({ length: 6 }, () => request.read());
    const ended = Promise.allSettled(reads);
    for (let at = 0; at < request.begun.length; at++) {
      request.begun[at]!.end(request.begun[at]!.mostRows);
      await settle();
    }
    expect((await ended).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
    ]);
    await expect(reads[3]).rejects.toMatchObject(TOO_DEAR);
  });

  it('is named when a read was refused for what was left, and not when any read would have been', async () => {
    const request = openRequest();
    const tooMany = new TooManyRows('more rows than may be read');
    await expect(request.readAll(tooMany)).rejects.toBe(tooMany);
    await request.readAll(100);
    await expect(request.readAll(tooMany)).rejects.toMatchObject(TOO_DEAR);
  });
});
