import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { scanBytes, toChatBytes, type ChannelSignal } from '@emotide/chat';
import { U64_ZERO, type ChannelId, type ChannelLogin, type ChatLine } from '@emotide/domain';
import { Batcher, type CountedTurn } from '@emotide/reading';
import { Observable, type Subscriber } from 'rxjs';
import { channelActor, type ActorDependencies } from './channel-actor';
import { ChannelRegistry } from './channel-registry';
import { ReadingWindow } from './reading-window';

/**
 * What do actors cost that have nothing to do, and what does a line cost on its way from its bytes through an actor,
 * against tmi.js's own path to its `message` event in the same run? And what does the batcher behind them cost, when none,
 * few or many messages are traced?
 *
 * Run by `npm run bench -- actors`, in a process of its own (`--expose-gc`). Its input is raw lines, one a line; it prints
 * one JSON object.
 */
const ACTORS = 10_000;
const IDLE_MS = 10_000;
const ROUNDS = 7;
const ROUND_MS = 400;
/** What one turn brings of one channel at some thousand lines a second. */
const LINES_PER_TURN = 5;

function createRegistry(join: (login: ChannelLogin) => Observable<ChannelSignal>): ChannelRegistry {
  let sessions = 0;
  const registry: ChannelRegistry = new ChannelRegistry({
    clock: () => performance.now(),
    onTurn: () => undefined,
    startActor: (login, stop$) => channelActor(login, { ...dependencies, stop$ }),
  });
  const dependencies: Omit<ActorDependencies, 'stop$'> = {
    join,
    nextSession: () => ++sessions,
    emotesOf: () => ({ index: undefined, classOf: () => 'UNKNOWN' }),
    now: Date.now,
    random: Math.random,
    onDrop: () => undefined,
    onJoined: (session) => registry.noteJoined(session),
    onInterrupted: () => undefined,
  };
  return registry;
}

const heldBytes = (): number => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

async function measureIdle(): Promise<{ bytesPerActor: number; coreShare: number }> {
  const joined: ChannelSignal = { type: 'joined', channelId: '7' as ChannelId };
  const before = heldBytes();
  const registry = createRegistry(() => new Observable((subscriber) => subscriber.next(joined)));
  const reading = registry.turns$.subscribe();
  const window = new ReadingWindow(-Infinity);
  for (let n = 0; n < ACTORS; n++) registry.start(`channel_${n}` as ChannelLogin, window);
  await delay(100);
  const bytesPerActor = (heldBytes() - before) / ACTORS;
  const from = process.cpuUsage();
  const fromMs = performance.now();
  // What looks at all of them each second is part of being idle.
  while (performance.now() - fromMs < IDLE_MS) {
    for (let n = 0; n < ACTORS; n++) registry.rateOf(`channel_${n}` as ChannelLogin);
    await delay(1_000);
  }
  const { user, system } = process.cpuUsage(from);
  reading.unsubscribe();
  return { bytesPerActor, coreShare: (user + system) / 1_000 / (performance.now() - fromMs) };
}

interface TmiClient {
  _onMessage(event: { data: string }): void;
  on(event: string, listener: () => void): void;
}

function measureLines(lines: readonly string[]): {
  lineMicros: { actor: number[]; stock: number[] };
  turns: readonly CountedTurn[];
} {
  let counted = 0;
  const turns: CountedTurn[] = [];
  let subscriber: Subscriber<ChannelSignal> | undefined;
  const registry = createRegistry(
    () =>
      new Observable<ChannelSignal>((one) => {
        subscriber = one;
        one.next({ type: 'joined', channelId: '7' as ChannelId });
      }),
  );
  registry.turns$.subscribe((turn) => {
    counted += turn.lines.length;
    if (counted <= lines.length) turns.push(turn);
  });
  const frames: Buffer[] = [];
  for (let at = 0; at < lines.length; at += LINES_PER_TURN)
    frames.push(Buffer.from(lines.slice(at, at + LINES_PER_TURN).join('\r\n') + '\r\n'));
  const window = new ReadingWindow(-Infinity);
  const login = 'bench' as ChannelLogin;
  // Each pass over the file is new chat to the actor, as ids would be.
  const anew = (): void => {
    registry.stop(login);
    registry.start(login, window);
  };
  const throughActor = (frame: Buffer): void => {
    const chat = toChatBytes(frame);
    const turn: ChatLine[] = [];
    for (let at = 0; at < frame.length;) {
      const end = chat.latin1.indexOf('\r\n', at);
      const scanned = scanBytes(chat, at, end);
      if (scanned.type === 'message') turn.push(scanned.line);
      at = end + 2;
    }
    subscriber?.next({ type: 'lines', lines: turn });
  };
  const tmi = createRequire(import.meta.url)('tmi.js') as { Client: new (options: object) => TmiClient };
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const client = new tmi.Client({ options: { skipUpdatingEmotesets: true }, logger: quiet });
  client.on('message', () => counted++);
  const stock = (frame: Buffer): void => client._onMessage({ data: frame.toString() });

  const readAll = (read: (frame: Buffer) => void) => (): number => {
    anew();
    for (const frame of frames) read(frame);
    return lines.length;
  };
  const lineMicros = byTurns({ actor: readAll(throughActor), stock: readAll(stock) });
  // A time that is not plausible would be dropped before anything is done with the line.
  if (turns.length === 0) throw new Error('no line counted');
  return { lineMicros, turns };
}

/** @param turns what actors made of chat */
function measureBatches(turns: readonly CountedTurn[]) {
  const messages = turns.reduce((sum, { lines }) => sum + lines.length, 0);
  const through = (traceOneIn: number) => {
    let published = 0;
    const batcher = new Batcher({
      partitions: 1,
      flushAfterMs: 1_000_000,
      busyRows: Infinity,
      busyFlushAfterMs: 1_000_000,
      batchRows: 4_096,
      epoch: '0123456789abcdef',
      toChatter: () => U64_ZERO,
      publish: (_partition, { rows }) => void (published += rows),
      traceOneIn,
      onExcess: () => undefined,
    });
    return (): number => {
      for (const turn of turns) batcher.add(turn);
      batcher.flush();
      if (published === 0) throw new Error('nothing was written');
      return messages;
    };
  };
  return byTurns({ untraced: through(0), fewTraced: through(100_000), manyTraced: through(100) });
}

/** Microseconds of CPU for each of what a pass says that it did, by rounds; the passes take turns. */
function byTurns<Name extends string>(passes: Readonly<Record<Name, () => number>>): Record<Name, number[]> {
  const names = Object.keys(passes) as Name[];
  const costs = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round <= ROUNDS; round++)
    for (const name of names) {
      const from = process.cpuUsage();
      const fromMs = performance.now();
      let done = 0;
      while (performance.now() - fromMs < ROUND_MS) done += passes[name]();
      const { user, system } = process.cpuUsage(from);
      // The first round warms up.
      if (round > 0) costs[name].push((user + system) / done);
    }
  return costs;
}

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const input = Buffer.concat(chunks).toString().split('\n').filter(Boolean);
const idle = await measureIdle();
const { lineMicros, turns } = measureLines(input);
process.stdout.write(
  JSON.stringify({ actors: ACTORS, idle, lineMicros, batchMicros: measureBatches(turns) }),
);
process.exit(0);
