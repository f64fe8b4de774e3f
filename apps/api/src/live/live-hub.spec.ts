import type { ExecutionResult } from 'graphql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { changesOf } from './changes';
import { createLiveHub, type LiveHub, type SilentSubscription, type Subscriber } from './live-hub';

/** A socket that keeps what it is sent. */
class FakeSocket implements Subscriber {
  isOpen = true;
  bufferedBytes = 0;
  readonly sent: string[] = [];
  send(text: string): void {
    this.sent.push(text);
  }
  get payloads(): unknown[] {
    return this.sent.map((text) => (JSON.parse(text) as { payload: unknown }).payload);
  }
}

/** An operation whose answers the test gives, and that counts how often it was started and ended. */
class FakeOperation {
  starts = 0;
  ends = 0;
  #value: ExecutionResult;
  #tick: (() => void) | undefined;
  constructor(first: unknown) {
    this.#value = { data: { n: first } };
  }
  readonly run = async (): Promise<AsyncIterable<ExecutionResult>> => {
    this.starts++;
    return changesOf({
      read: () => this.#value,
      onTick: (listener) => {
        this.#tick = listener;
        return () => {
          this.ends++;
        };
      },
    });
  };
  async give(value: unknown): Promise<void> {
    this.#value = { data: { n: value } };
    this.#tick?.();
    await settled();
  }
}

const frameOf = (id: string) => ({ head: `{"id":${JSON.stringify(id)},"type":"next","payload":`, tail: '}' });
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const counts = { pushes: 0, skips: 0 };
let hub: LiveHub;

const make = (mostGroups = 10): LiveHub =>
  createLiveHub({
    mostGroups,
    mostBufferedBytes: 100,
    lingerMs: 2_000,
    retryMs: 250,
    observer: { onPush: () => counts.pushes++, onSkip: () => counts.skips++ },
  });
async function join(
  socket: Subscriber,
  operation: { run: FakeOperation['run'] },
  options: { key?: string; id?: string } = {},
): Promise<SilentSubscription> {
  const joined = await hub.attach(options.key ?? 'key', operation.run, frameOf(options.id ?? 'id'), socket);
  await settled();
  if (!('next' in joined)) throw new Error('not started');
  return joined;
}

beforeEach(() => {
  vi.useFakeTimers();
  counts.pushes = counts.skips = 0;
  hub = make();
});
afterEach(() => {
  hub.stop();
  vi.useRealTimers();
});

describe('the live hub', () => {
  it('gives a subscriber the state now, then each other state, in the messages of its subscription', async () => {
    const socket = new FakeSocket();
    const operation = new FakeOperation(1);
    await join(socket, operation, { id: 'a "quoted" id' });
    await operation.give(1);
    await operation.give(2);
    expect(socket.sent).toEqual([
      '{"id":"a \\"quoted\\" id","type":"next","payload":{"data":{"n":1}}}',
      '{"id":"a \\"quoted\\" id","type":"next","payload":{"data":{"n":2}}}',
    ]);
  });

  it('runs one operation for all who ask for the same, and gives a latecomer what the others have', async () => {
    const [first, second, other] = [new FakeSocket(), new FakeSocket(), new FakeSocket()];
    const operation = new FakeOperation(1);
    const another = new FakeOperation('x');
    await join(first, operation);
    await operation.give(2);
    await join(second, operation);
    await join(other, another, { key: 'another' });
    await operation.give(3);
    expect(operation.starts).toBe(1);
    expect(hub.groups).toBe(2);
    expect(hub.subscribers).toBe(3);
    expect(first.payloads).toEqual([{ data: { n: 1 } }, { data: { n: 2 } }, { data: { n: 3 } }]);
    expect(second.payloads).toEqual([{ data: { n: 2 } }, { data: { n: 3 } }]);
    expect(other.payloads).toEqual([{ data: { n: 'x' } }]);
  });

  it('starts one operation for all who come while it is starting', async () => {
    const operation = new FakeOperation(1);
    const sockets = Array.from({ length: 5 }, () => new FakeSocket());
    await Promise.all(sockets.map((socket) => join(socket, operation)));
    expect(operation.starts).toBe(1);
    for (const socket of sockets) expect(socket.payloads).toEqual([{ data: { n: 1 } }]);
  });

  it('leaves out what a slow socket has no room for, and gives it the latest when it has, though nothing changes', async () => {
    const [slow, quick] = [new FakeSocket(), new FakeSocket()];
    const operation = new FakeOperation(1);
    await join(slow, operation);
    await join(quick, operation);
    slow.bufferedBytes = 101;
    for (const n of [2, 3, 4]) await operation.give(n);
    expect(slow.payloads).toHaveLength(1);
    expect(quick.payloads).toHaveLength(4);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(slow.payloads).toHaveLength(1);
    expect(counts.skips).toBe(3);
    slow.bufferedBytes = 100;
    await vi.advanceTimersByTimeAsync(250);
    expect(slow.payloads).toEqual([{ data: { n: 1 } }, { data: { n: 4 } }]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(slow.payloads).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('never gives anyone an older answer after a newer one, however many there are to write to', async () => {
    const operation = new FakeOperation(1);
    const sockets = Array.from({ length: 2_000 }, () => new FakeSocket());
    await Promise.all(sockets.map((socket) => join(socket, operation)));
    // The next answer comes before all have the one before it: only microtasks pass in between.
    void operation.give(2);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    expect(sockets.at(-1)!.payloads).toHaveLength(1);
    void operation.give(3);
    await vi.advanceTimersByTimeAsync(10);
    for (const socket of sockets) {
      const seen = socket.payloads.map((payload) => (payload as { data: { n: number } }).data.n);
      expect(seen).toEqual([...seen].sort());
      expect(seen.at(-1)).toBe(3);
    }
  });

  it('writes nothing to a socket that is closed or has unsubscribed', async () => {
    const [closed, gone] = [new FakeSocket(), new FakeSocket()];
    const operation = new FakeOperation(1);
    await join(closed, operation);
    const subscription = await join(gone, operation);
    closed.isOpen = false;
    await subscription.return(undefined);
    await operation.give(2);
    expect(closed.payloads).toHaveLength(1);
    expect(gone.payloads).toHaveLength(1);
    expect(hub.subscribers).toBe(1);
  });

  it('keeps an operation for a while that nobody hears, and ends it then', async () => {
    const operation = new FakeOperation(1);
    await (await join(new FakeSocket(), operation)).return(undefined);
    await vi.advanceTimersByTimeAsync(1_999);
    const back = await join(new FakeSocket(), operation);
    expect(operation.starts).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(operation.ends).toBe(0);
    await back.return(undefined);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(operation.ends).toBe(1);
    expect(hub.groups).toBe(0);
  });

  it('refuses another operation when there are too many, but gives up one that nobody hears for it', async () => {
    hub = make(2);
    const operation = new FakeOperation(1);
    await join(new FakeSocket(), operation, { key: 'a' });
    const unheard = await join(new FakeSocket(), operation, { key: 'b' });
    await expect(join(new FakeSocket(), operation, { key: 'c' })).rejects.toMatchObject({
      extensions: { code: 'TOO_MANY' },
    });
    await unheard.return(undefined);
    await join(new FakeSocket(), operation, { key: 'c' });
    expect(hub.groups).toBe(2);
    expect(operation.ends).toBe(1);
    await join(new FakeSocket(), operation, { key: 'a' });
  });

  it('gives the answer of an operation that can not start to all who wait for it, and keeps nothing of it', async () => {
    const errors = { errors: [] };
    const run = vi.fn(() => Promise.resolve(errors));
    const answers = await Promise.all(
      [1, 2].map(() => hub.attach('key', run, frameOf('id'), new FakeSocket())),
    );
    expect(answers).toEqual([errors, errors]);
    expect(run).toHaveBeenCalledTimes(1);
    expect(hub.groups).toBe(0);
    expect(hub.subscribers).toBe(0);
  });

  it('ends its subscribers when an operation breaks, with its error', async () => {
    const broken = {
      run: () =>
        Promise.resolve({
          async *[Symbol.asyncIterator]() {
            yield { data: { n: 1 } };
            await Promise.resolve();
            throw new Error('broken');
          },
        }),
    };
    const subscription = await hub.attach('key', broken.run, frameOf('id'), new FakeSocket());
    if (!('next' in subscription)) throw new Error('not started');
    await expect(subscription.next()).rejects.toThrow('broken');
    expect(hub.groups).toBe(0);
    expect(hub.subscribers).toBe(0);
  });

  it('tells its subscribers that it is over when it is stopped', async () => {
    const subscription = await join(new FakeSocket(), new FakeOperation(1));
    const over = subscription.next();
    hub.stop();
    expect(await over).toEqual({ done: true, value: undefined });
    await settled();
    expect(hub.subscribers).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
