import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Logger } from '@emotide/service-kit';
import { createTemporaryDirectory, quietLog, startTestNats, type TestNats } from '@emotide/testkit';
import { connect, type NatsConnection } from 'nats';
import { describe, expect, it, vi } from 'vitest';
import { EventLog, LogUnavailable, createEpoch, type SlotGroup, type SlotGroupOptions } from '../src';

/** Short, so that the tests are; the shape is the real one: three renewals and a third of one to a term. */
const RENEW_MS = 300;
const TERM_MS = 1_000;

interface Member {
  readonly group: SlotGroup;
  readonly epoch: string;
  readonly log: string[];
  evicted: number;
}

/** What one test starts. The tests mostly wait, so they run at the same time; each has a server of its own. */
class Stage {
  readonly #cleanup: (() => unknown)[] = [];
  #directory: string | undefined;

  constructor(onTestFinished: (end: () => Promise<void>) => void) {
    onTestFinished(async () => {
      for (const undo of this.#cleanup.splice(0).reverse()) await undo();
    });
  }

  atEnd(undo: () => unknown): void {
    this.#cleanup.push(undo);
  }

  /** @param port where the last one was, to start it again with what it had stored */
  async start(port?: number): Promise<TestNats> {
    if (this.#directory === undefined) {
      const temporary = createTemporaryDirectory();
      this.atEnd(() => temporary.remove());
      this.#directory = temporary.path;
    }
    const nats = await startTestNats(this.#directory, port === undefined ? {} : { port });
    this.atEnd(() => nats.stop());
    return nats;
  }

  /** The owner's client, for what no part of the product does. */
  async connectAdmin(nats: TestNats): Promise<NatsConnection> {
    const admin = await connect({ servers: nats.server.url, user: 'owner', pass: 'owner-password' });
    this.atEnd(() => admin.close());
    return admin;
  }

  join(eventLog: EventLog, instance: string, options: Partial<SlotGroupOptions> = {}): Member {
    const log: string[] = [];
    const epoch = createEpoch(Date.now(), Math.random);
    const member = { log, epoch, evicted: 0 };
    const group = eventLog.joinGroup({
      group: 'sinks',
      slots: 4,
      instance,
      epoch,
      renewMs: RENEW_MS,
      termMs: TERM_MS,
      onGranted: (slot) => log.push(`+${slot}`),
      onRevoked: (slot) => Promise.resolve(void log.push(`-${slot}`)),
      onEvicted: () => {
        member.evicted++;
      },
      ...options,
    });
    this.atEnd(() => group.leave());
    return Object.assign(member, { group });
  }
}

async function kill(nats: TestNats): Promise<number> {
  process.kill(nats.server.pid, 'SIGKILL');
  await nats.server.exited;
  return Number(new URL(nats.server.url).port);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const heldBy = (...members: Member[]) => members.map(({ group }) => group.state().held);
const until = (what: () => unknown, expected: unknown, timeout = 20_000) =>
  vi.waitFor(async () => expect(await what()).toEqual(expected), { timeout, interval: 10 });

describe.concurrent('a group of slots', () => {
  it('says that its lease has run out when the log is away for too long, and not when it leaves', async ({
    onTestFinished,
  }) => {
    const stage = new Stage(onTestFinished);
    const nats = await stage.start();
    const warnings: string[] = [];
    const log: Logger = Object.assign(Object.create(quietLog) as Logger, {
      child: () => log,
      warn: (...said: unknown[]) => void warnings.push(String(said.at(-1))),
    });
    const env = nats.env('sink');
    const eventLog = await EventLog.connect({
      servers: env['EMOTIDE_NATS_SERVERS']!,
      user: env['EMOTIDE_NATS_USER']!,
      password: env['EMOTIDE_NATS_PASSWORD']!,
      name: 'test',
      log,
    });
    stage.atEnd(() => eventLog.close());
    const [one, two] = [stage.join(eventLog, 'sink-1'), stage.join(eventLog, 'sink-2')];
    await until(() => heldBy(one, two).flat().length, 4);
    await one.group.leave();
    await until(() => heldBy(two), [[0, 1, 2, 3]]);
    expect(warnings).toEqual([]);

    const port = await kill(nats);
    await until(() => warnings.filter((text) => text.includes('run out without a renewal')).length, 1);
    await stage.start(port);
  });

  it('gives its first member everything, and shares with who comes and goes', async ({ onTestFinished }) => {
    const stage = new Stage(onTestFinished);
    const nats = await stage.start();
    const eventLog = await nats.connect('sink');
    const one = stage.join(eventLog, 'sink-1');
    await until(() => heldBy(one), [[0, 1, 2, 3]]);
    expect(one.group.state()).toEqual({
      members: 1,
      held: [0, 1, 2, 3],
      isValid: true,
      moving: 0,
      unowned: 0,
      trouble: undefined,
    });
    const two = stage.join(eventLog, 'sink-2');
    await until(
      () => heldBy(one, two),
      [
        [0, 1],
        [2, 3],
      ],
    );
    const three = stage.join(eventLog, 'sink-3');
    await until(() => heldBy(one, two, three).flat().sort(), [0, 1, 2, 3]);
    await until(() => three.group.state().held.length, 1);
    const before = [one, two, three].map(({ log }) => log.length);
    await pause(2 * TERM_MS);
    expect([one, two, three].map(({ log }) => log.length)).toEqual(before);
    await Promise.all([one.group.leave(), two.group.leave()]);
    await until(() => heldBy(one, two, three), [[], [], [0, 1, 2, 3]]);
    expect([one, two, three].map(({ evicted }) => evicted)).toEqual([0, 0, 0]);
  });

  it('settles with eight members that come at the same time', async ({ onTestFinished }) => {
    const stage = new Stage(onTestFinished);
    const nats = await stage.start();
    const eventLog = await nats.connect('sink');
    // A busy machine is to make none of them late, as who was evicted does not come back here.
    const options = { slots: 20, termMs: 10 * TERM_MS };
    const all = Array.from({ length: 8 }, (_, n) => stage.join(eventLog, `sink-${n}`, options));
    const counts = () => heldBy(...all).map((held) => held.length);
    await until(() => counts().sort(), [2, 2, 2, 2, 3, 3, 3, 3]);
    expect(new Set(heldBy(...all).flat()).size).toBe(20);
  });

  it('takes over from a member that is gone without a word, after its fence', async ({ onTestFinished }) => {
    const stage = new Stage(onTestFinished);
    const nats = await stage.start();
    const [gone, stays] = [await nats.connect('sink'), await nats.connect('sink')];
    const one = stage.join(gone, 'sink-1');
    await until(() => heldBy(one), [[0, 1, 2, 3]]);
    const fenced: string[] = [];
    let letPass: (() => void) | undefined;
    const two = stage.join(stays, 'sink-2', {
      fence: async (epoch) => {
        fenced.push(epoch);
        if (fenced.length === 1) throw new LogUnavailable('not now');
        await new Promise<void>((resolve) => (letPass = resolve));
      },
    });
    await until(
      () => heldBy(one, two),
      [
        [0, 1],
        [2, 3],
      ],
    );
    const fromMs = performance.now();
    await gone.close();
    await until(() => fenced, [one.epoch, one.epoch]);
    expect(performance.now() - fromMs).toBeGreaterThan(TERM_MS);
    expect(two.group.state()).toMatchObject({ members: 1, held: [2, 3], unowned: 2 });
    // It went on without the log only as long as its lease.
    expect(one.group.isValid).toBe(false);
    letPass?.();
    await until(() => heldBy(two), [[0, 1, 2, 3]], 1_000);
    expect([one.evicted, two.evicted]).toEqual([0, 0]);
  });

  it('lets the next life of a member go on at once', async ({ onTestFinished }) => {
    const stage = new Stage(onTestFinished);
    const nats = await stage.start();
    const [gone, stays] = [await nats.connect('sink'), await nats.connect('sink')];
    const terms = { renewMs: 3_000, termMs: 10_000 };
    const one = stage.join(gone, 'sink-1', terms);
    await until(() => heldBy(one), [[0, 1, 2, 3]]);
    await gone.close();
    const fenced: string[] = [];
    const again = stage.join(stays, 'sink-1', {
      ...terms,
      fence: (epoch) => Promise.resolve(void fenced.push(epoch)),
    });
    await until(() => heldBy(again), [[0, 1, 2, 3]], 2_000);
    expect(fenced).toEqual([one.epoch]);
  });

  it('tells a member that it was evicted by a namesake, which then has all', async ({ onTestFinished }) => {
    const stage = new Stage(onTestFinished);
    const nats = await stage.start();
    const eventLog = await nats.connect('sink');
    const one = stage.join(eventLog, 'sink-1');
    await until(() => heldBy(one), [[0, 1, 2, 3]]);
    const validity: boolean[] = [];
    const two = stage.join(eventLog, 'sink-1', { onValidity: (isValid) => validity.push(isValid) });
    await until(() => [one.evicted, heldBy(two)], [1, [[0, 1, 2, 3]]]);
    expect([one.group.isValid, two.group.isValid, validity]).toEqual([false, true, [true]]);
    await one.group.leave();
    await two.group.leave();
    expect(validity).toEqual([true, false]);
  });

  it('keeps everything through an absence of the log shorter than the term', async ({ onTestFinished }) => {
    const stage = new Stage(onTestFinished);
    let nats = await stage.start();
    const one = stage.join(await nats.connect('sink'), 'sink-1', { renewMs: 700, termMs: 4_000 });
    const two = stage.join(await nats.connect('sink'), 'sink-2', { renewMs: 700, termMs: 4_000 });
    await until(
      () => heldBy(one, two),
      [
        [0, 1],
        [2, 3],
      ],
    );
    const before = [one, two].map(({ log }) => log.length);
    for (let kills = 0; kills < 3; kills++) {
      const port = await kill(nats);
      nats = await stage.start(port);
      await until(() => one.group.state().trouble, undefined);
    }
    await until(() => [one, two].map(({ group }) => group.isValid), [true, true]);
    expect([one, two].map(({ log }) => log.length)).toEqual(before);
  });

  it('is not valid while the log is away for longer than the term, and goes on with the same slots after it', async ({
    onTestFinished,
  }) => {
    const stage = new Stage(onTestFinished);
    const nats = await stage.start();
    const validity: boolean[] = [];
    const one = stage.join(await nats.connect('sink'), 'sink-1', {
      onValidity: (isValid) => validity.push(isValid),
    });
    const two = stage.join(await nats.connect('sink'), 'sink-2');
    await until(
      () => heldBy(one, two),
      [
        [0, 1],
        [2, 3],
      ],
    );
    const port = await kill(nats);
    await until(() => [one, two].map(({ group }) => group.isValid), [false, false], 2 * TERM_MS);
    expect(heldBy(one, two)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    await pause(2 * TERM_MS);
    const before = [one, two].map(({ log }) => log.length);
    await stage.start(port);
    await until(() => [one, two].map(({ group }) => group.isValid), [true, true]);
    await pause(2 * TERM_MS);
    expect([one, two].map(({ log }) => log.length)).toEqual(before);
    expect([one.evicted, two.evicted, validity]).toEqual([0, 0, [true, false, true]]);
  });

  it('revokes before it leaves, and leaves in time when the log is away', async ({ onTestFinished }) => {
    const stage = new Stage(onTestFinished);
    const nats = await stage.start();
    const eventLog = await nats.connect('sink');
    let finish: (() => void) | undefined;
    const one = stage.join(eventLog, 'sink-1', {
      slots: 1,
      onRevoked: () => new Promise<void>((resolve) => (finish = resolve)),
    });
    await until(() => heldBy(one), [[0]]);
    const two = stage.join(eventLog, 'sink-2', { slots: 1 });
    await until(() => two.group.state().members, 2);
    let hasLeft = false;
    const leaving = one.group.leave().then(() => (hasLeft = true));
    // Longer than the term: a member that takes its time is still one.
    await pause(2 * TERM_MS);
    expect([hasLeft, heldBy(one, two)]).toEqual([false, [[], []]]);
    finish?.();
    await leaving;
    await until(() => heldBy(two), [[0]], 1_000);
    expect([one.evicted, one.group.isValid]).toEqual([0, false]);

    await kill(nats);
    const fromMs = performance.now();
    await two.group.leave();
    expect(performance.now() - fromMs).toBeLessThan(3_000);
    expect(two.log).toEqual(['+0', '-0']);
  });

  it('is evicted when it can not give a slot up', async ({ onTestFinished }) => {
    const stage = new Stage(onTestFinished);
    const nats = await stage.start();
    const eventLog = await nats.connect('sink');
    const one = stage.join(eventLog, 'sink-1', { onRevoked: () => Promise.reject(new Error('stuck')) });
    await until(() => heldBy(one), [[0, 1, 2, 3]]);
    const two = stage.join(eventLog, 'sink-2');
    await until(() => [one.evicted, one.group.isValid, heldBy(two)], [1, false, [[0, 1, 2, 3]]]);
  });
});

describe.concurrent('a group whose table is lost or foreign', () => {
  it('goes on with the same slots when its bucket is deleted and made anew', async ({ onTestFinished }) => {
    const stage = new Stage(onTestFinished);
    const nats = await stage.start();
    const owner = await nats.connect('owner');
    const one = stage.join(await nats.connect('sink'), 'sink-1', { renewMs: 700, termMs: 3_000 });
    const two = stage.join(await nats.connect('sink'), 'sink-2', { renewMs: 700, termMs: 3_000 });
    await until(
      () => heldBy(one, two),
      [
        [0, 1],
        [2, 3],
      ],
    );
    const before = [one, two].map(({ log }) => log.length);
    const jsm = await (await stage.connectAdmin(nats)).jetstreamManager();
    await jsm.streams.delete('KV_leases');
    await until(() => one.group.state().trouble !== undefined, true);
    await owner.provision({ replicas: 1, maxBytes: 1 << 30, maxAgeMs: 3_600_000 });
    await until(() => [one, two].map(({ group }) => group.state().trouble), [undefined, undefined]);
    await pause(3_500);
    expect([one, two].map(({ group }) => group.isValid)).toEqual([true, true]);
    expect([one, two].map(({ log }) => log.length)).toEqual(before);
    // The new table is one like any other.
    await one.group.leave();
    await until(() => heldBy(two), [[0, 1, 2, 3]]);
  });

  it('goes on when its key is deleted', async ({ onTestFinished }) => {
    const stage = new Stage(onTestFinished);
    const nats = await stage.start();
    const one = stage.join(await nats.connect('sink'), 'sink-1');
    await until(() => heldBy(one), [[0, 1, 2, 3]]);
    const kv = await (await stage.connectAdmin(nats)).jetstream().views.kv('leases');
    await kv.delete('sinks');
    await until(async () => JSON.parse((await kv.get('sinks'))!.string()).members.length, 1);
    await kv.purge('sinks');
    await until(async () => (await kv.get('sinks'))?.operation, 'PUT');
    expect([heldBy(one), one.log.length, one.evicted]).toEqual([[[0, 1, 2, 3]], 4, 0]);
  });

  it('makes a newcomer wait for a term, as it can not know who held what', async ({ onTestFinished }) => {
    const stage = new Stage(onTestFinished);
    const nats = await stage.start();
    const kv = await (await stage.connectAdmin(nats)).jetstream().views.kv('leases');
    await kv.delete('sinks');
    const fromMs = performance.now();
    const one = stage.join(await nats.connect('sink'), 'sink-1');
    await until(() => heldBy(one), [[0, 1, 2, 3]]);
    expect(performance.now() - fromMs).toBeGreaterThan(TERM_MS);
  });

  it('says that it can not read what somebody else has put there, lets its lease run out, and goes on when it is gone', async ({
    onTestFinished,
  }) => {
    const stage = new Stage(onTestFinished);
    const nats = await stage.start();
    const one = stage.join(await nats.connect('sink'), 'sink-1');
    await until(() => heldBy(one), [[0, 1, 2, 3]]);
    const kv = await (await stage.connectAdmin(nats)).jetstream().views.kv('leases');
    const mine = (await kv.get('sinks'))!.string();
    for (const foreign of ['', '{', '[]', '{"version":2}', '\0'.repeat(1_000)]) {
      await kv.put('sinks', foreign);
      await until(() => one.group.state().trouble?.startsWith('the group’s table: '), true);
    }
    await until(() => one.group.isValid, false);
    expect([heldBy(one), one.evicted]).toEqual([[[0, 1, 2, 3]], 0]);
    await kv.put('sinks', mine);
    await until(() => [one.group.isValid, one.group.state().trouble], [true, undefined]);
    expect(one.log.length).toBe(4);
  });

  it('is not joined by who expects another number of slots', async ({ onTestFinished }) => {
    const stage = new Stage(onTestFinished);
    const nats = await stage.start();
    const eventLog = await nats.connect('sink');
    const one = stage.join(eventLog, 'sink-1');
    await until(() => heldBy(one), [[0, 1, 2, 3]]);
    const two = stage.join(eventLog, 'sink-2', { slots: 8 });
    await until(() => two.group.state().trouble, 'the group shares 4 slots, and 8 were expected here');
    await one.group.leave();
    await until(() => heldBy(two), [[0, 1, 2, 3, 4, 5, 6, 7]]);
  });
});

describe.concurrent('a frozen member', () => {
  /** A member of its own process, that says each 20 ms whether its lease is valid. */
  async function startChild(
    stage: Stage,
    nats: TestNats,
  ): Promise<{ child: ChildProcess; lines: string[]; epoch: string }> {
    const main = fileURLToPath(new URL('slot-member.main.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', main, `${RENEW_MS}`, `${TERM_MS}`], {
      env: { ...process.env, ...nats.env('collector') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    stage.atEnd(() => (child.kill('SIGKILL'), exited));
    const lines: string[] = [];
    createInterface({ input: child.stdout! }).on('line', (line) => lines.push(line));
    await until(() => lines.includes('+3'), true);
    return { child, lines, epoch: lines[0]! };
  }

  it('wakes without a valid lease, learns that it was evicted, and was fenced before anybody took its slots', async ({
    onTestFinished,
  }) => {
    const stage = new Stage(onTestFinished);
    const nats = await stage.start();
    const { child, lines, epoch } = await startChild(stage, nats);
    await until(() => lines.at(-1), 'valid');
    child.kill('SIGSTOP');
    const eventLog = await nats.connect('collector');
    const order: string[] = [];
    const two = stage.join(eventLog, 'collector-2', {
      group: 'collectors',
      fence: async (fenced) => {
        await eventLog.fence(fenced, [0, 1]);
        order.push(`fenced ${fenced}`);
      },
      onGranted: (slot) => order.push(`+${slot}`),
    });
    await until(() => heldBy(two), [[0, 1, 2, 3]]);
    expect(order).toEqual([`fenced ${epoch}`, '+0', '+1', '+2', '+3']);
    const seen = lines.length;
    child.kill('SIGCONT');
    await until(() => lines.at(-1), 'evicted');
    // What had been printed before it froze may arrive after it.
    expect(lines.slice(seen + 1).filter((line) => line === 'valid')).toEqual([]);
    expect((await (await nats.connect('sink')).streamState()).messages).toBe(2);
  });
});
