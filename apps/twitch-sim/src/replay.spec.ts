import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toLineBlocks, type LineBlock } from './line-blocks';
import { createGate } from './gate';
import { createReplay } from './replay';
import type { FileChannel } from './replay-file';
import { createRooms, type Reader } from './rooms';
import { createSentState } from './sent-log';
import type { SentSegment } from './sent-record';
import { addSentTruth } from './sent-truth';
import { parseSpeed } from './speed';
import { systemClock } from './system-clock';
import { createTally, truthOf } from './truth';

const T0 = 1_700_000_000_000;

beforeEach(() => {
  vi.useFakeTimers({ now: 5_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const say = (channel: string, n: number, atMs: number): string =>
  `@id=m${n};tmi-sent-ts=${T0 + atMs} :a!a@a PRIVMSG #${channel} :${n}`;

interface Setup {
  lines: readonly string[];
  speed: string;
  retime?: boolean;
  linesPerBlock?: number;
  /** How many blocks the file still has when it is read. */
  readBlocks?: number;
  sent?: ReturnType<typeof createSentState>;
  append?: (segments: readonly SentSegment[]) => void;
  onError?: (error: unknown) => void;
}

/** A replay of lines in memory; one block holds `linesPerBlock` of them. */
function setUp(setup: Setup) {
  const { lines, speed, retime = false, linesPerBlock = 1_000, sent = createSentState() } = setup;
  const channels = new Map<string, FileChannel>();
  lines.forEach((line, i) => {
    const login = /#(\w+)/.exec(line)?.[1] ?? '';
    const channel = channels.get(login) ?? { login, roomId: null, lines: 0, lastLine: 0 };
    channels.set(login, { ...channel, lines: channel.lines + 1, lastLine: i + 1 });
  });
  const file = { path: 'f', id: 'id', channels, lines: lines.length, firstSentAtMs: T0 };
  const chunks: Buffer[] = [];
  for (let i = 0; i < lines.length; i += linesPerBlock) {
    chunks.push(
      Buffer.from(
        lines
          .slice(i, i + linesPerBlock)
          .map((line) => `${line}\n`)
          .join(''),
        'latin1',
      ),
    );
  }
  const all = Buffer.concat(chunks);
  let reads = 0;
  const read = (from: { offsetBytes: number; line: number }): AsyncIterable<LineBlock> => {
    reads += 1;
    let at = 0;
    const rest = chunks.slice(0, setup.readBlocks).filter((chunk) => (at += chunk.length) > from.offsetBytes);
    return toLineBlocks(toAsync(rest), from);
  };
  const segments: SentSegment[] = [];
  const log = {
    ...sent,
    append(added: readonly SentSegment[]) {
      setup.append?.(added);
      segments.push(...added);
      for (const segment of added) sent.add(segment);
    },
  };
  const done = vi.fn();
  const gate = createGate();
  const rooms = createRooms(() => replay.wake());
  const parsed = parseSpeed(speed);
  if (parsed === undefined) throw new RangeError(speed);
  const replay = createReplay({
    file,
    read,
    log,
    rooms,
    speed: parsed,
    retime,
    clock: systemClock,
    gate,
    onError:
      setup.onError ??
      ((error) => {
        throw error;
      }),
    onDone: done,
  });

  let connections = 0;
  const createReader = (more: Partial<Reader> = {}) => {
    const heard: string[] = [];
    const frames: string[] = [];
    const reader: Reader = {
      connection: ++connections,
      caps: { tags: true, commands: true },
      deliver(frame) {
        expect(frame.subarray(-2).toString()).toBe('\r\n');
        frames.push(frame.toString());
        heard.push(...frame.toString().split('\r\n').slice(0, -1));
      },
      backlogBytes: () => 0,
      drained: () => Promise.resolve(),
      ...more,
    };
    return { reader, heard, frames };
  };
  const truth = async () => {
    const tally = createTally();
    await addSentTruth(tally, [file], sent, () => toLineBlocks(toAsync([all])));
    return tally.truth();
  };
  return { replay, rooms, gate, segments, done, truth, createReader, sent, reads: () => reads };
}

async function* toAsync(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const texts = (lines: readonly string[]): string[] =>
  lines.map((line) => line.slice(line.lastIndexOf(':') + 1));

describe('a replay at a pace', () => {
  const lines = [say('a', 1, 0), say('a', 2, 1_000), say('a', 3, 900), say('a', 4, 3_000)];

  it('stands still while the gate is shut, and goes on in its own time', async () => {
    const { rooms, gate, createReader } = setUp({ lines, speed: 'real' });
    const { reader, heard } = createReader();
    rooms.join('a', reader);
    await pass(500);
    gate.shut();
    await pass(60_000);
    expect(texts(heard)).toEqual(['1']);
    gate.open();
    await pass(1_500);
    expect(texts(heard)).toEqual(['1', '2', '3']);
    await pass(2_100);
    expect(texts(heard)).toEqual(['1', '2', '3', '4']);
  });

  it.each([
    ['real', 1],
    ['10', 10],
  ])('%s sends each line when its time comes', async (speed, factor) => {
    const { rooms, createReader, done } = setUp({ lines, speed });
    const { reader, heard } = createReader();
    await pass(10_000);
    rooms.join('a', reader);
    await pass(999 / factor);
    expect(texts(heard)).toEqual(['1']);
    await pass(2 / factor);
    expect(texts(heard)).toEqual(['1', '2', '3']);
    await pass(1_990 / factor);
    expect(done).not.toHaveBeenCalled();
    await pass(20 / factor);
    expect(texts(heard)).toEqual(['1', '2', '3', '4']);
    expect(done).toHaveBeenCalledOnce();
  });

  it('goes on while nobody listens, and writes down what went unheard', async () => {
    const { rooms, createReader, replay, segments, truth } = setUp({ lines, speed: 'real' });
    const { reader, heard } = createReader();
    rooms.join('a', reader);
    await pass(500);
    rooms.leave(reader);
    await pass(1_000);
    rooms.join('a', reader);
    await pass(2_000);
    expect(texts(heard)).toEqual(['1', '4']);
    expect(replay.progress()).toEqual({ path: 'f', sent: 4, total: 4, done: true });
    expect(segments.map(({ connection, fromLine, toLine }) => [connection, fromLine, toLine])).toEqual([
      [1, 1, 1],
      [null, 2, 3],
      [1, 4, 4],
    ]);
    expect((await truth()).channels['a']?.messages).toBe(2);
  });

  it('gives each channel its own start', async () => {
    const two = [say('a', 1, 0), say('b', 2, 100), say('a', 3, 1_000), say('b', 4, 1_100)];
    const { rooms, createReader } = setUp({ lines: two, speed: 'real' });
    const a = createReader();
    const b = createReader();
    rooms.join('a', a.reader);
    await pass(5_000);
    rooms.join('b', b.reader);
    await pass(50);
    expect([texts(a.heard), texts(b.heard)]).toEqual([['1', '3'], []]);
    await pass(100);
    expect(texts(b.heard)).toEqual(['2']);
    await pass(1_000);
    expect(texts(b.heard)).toEqual(['2', '4']);
  });

  it('retimed starts now, keeping the distances', async () => {
    const { rooms, createReader, truth } = setUp({ lines, speed: 'real', retime: true });
    const { reader, heard } = createReader();
    await pass(1_000);
    rooms.join('a', reader);
    const joinedAtMs = Date.now();
    await pass(3_010);
    const times = heard.map((line) => Number(/tmi-sent-ts=(\d+)/.exec(line)?.[1]));
    const [first = 0] = times;
    expect(first - joinedAtMs).toBeLessThan(5);
    expect(times.map((time) => time - first)).toEqual([0, 1_000, 900, 3_000]);
    const minute = Math.floor(first / 60_000) * 60_000;
    expect((await truth()).channels['a']?.minutes[minute]?.messages).toBe(4);
  });

  it('goes on at once after a restart, at the line after the last one sent', async () => {
    const before = setUp({ lines, speed: 'real' });
    before.rooms.join('a', before.createReader().reader);
    await pass(1_500);
    await before.replay.stop();
    const { rooms, createReader } = setUp({ lines, speed: 'real', sent: before.sent });
    const { reader, heard } = createReader();
    rooms.join('a', reader);
    await pass(5);
    expect(texts(heard)).toEqual(['4']);
  });

  it('stops in the middle of a wait', async () => {
    const { rooms, createReader, replay } = setUp({ lines, speed: 'real' });
    const { reader, heard } = createReader();
    rooms.join('a', reader);
    await pass(10);
    await replay.stop();
    await pass(10_000);
    expect(texts(heard)).toEqual(['1']);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a replay at max', () => {
  const lines = Array.from({ length: 100 }, (_, i) => say(i % 2 === 0 ? 'a' : 'b', i + 1, i * 60_000));
  const odd = lines.map((_, i) => String(i + 1)).filter((_, i) => i % 2 === 0);
  const even = lines.map((_, i) => String(i + 1)).filter((_, i) => i % 2 === 1);

  it('sends everything at once, several lines in a frame, in the file’s order', async () => {
    const { rooms, createReader, replay, reads } = setUp({ lines, speed: 'max' });
    const { reader, heard, frames } = createReader();
    rooms.join('a', reader);
    rooms.join('b', reader);
    await pass(1);
    expect(heard).toEqual(lines);
    expect(frames.length).toBeLessThan(5);
    expect(replay.progress().done).toBe(true);
    expect(reads()).toBe(1);
  });

  it('waits where it is while nobody is joined', async () => {
    const { rooms, createReader, replay } = setUp({ lines, speed: 'max', linesPerBlock: 10 });
    const second = createReader();
    const first = createReader();
    let frames = 0;
    const leaving: Reader = {
      ...first.reader,
      deliver(frame) {
        first.reader.deliver(frame);
        if (++frames === 2) queueMicrotask(() => rooms.leave(leaving));
      },
    };
    rooms.join('a', leaving);
    await pass(1_000);
    expect(texts(first.heard)).toEqual(odd.slice(0, 10));
    expect(replay.progress()).toMatchObject({ sent: 10, done: false });
    rooms.join('a', second.reader);
    await pass(1);
    expect(texts(second.heard)).toEqual(odd.slice(10));
    rooms.join('b', second.reader);
    await pass(1);
    expect(texts(second.heard.slice(40))).toEqual(even);
  });

  it('lets channels that are joined meanwhile share the next reading', async () => {
    const more = lines.map((line, i) => (i % 4 === 3 ? line.replace('#b', '#c') : line));
    const { rooms, createReader, reads, replay } = setUp({ lines: more, speed: 'max', linesPerBlock: 10 });
    const { reader, heard } = createReader();
    let frames = 0;
    const joining: Reader = {
      ...reader,
      backlogBytes: () => 2 * 1024 * 1024,
      drained: () => new Promise((resolve) => setTimeout(resolve, 10)),
      deliver(frame) {
        reader.deliver(frame);
        frames += 1;
        if (frames === 1) rooms.join('b', joining);
        if (frames === 3) rooms.join('c', joining);
      },
    };
    rooms.join('a', joining);
    await pass(1_000);
    expect(replay.progress().done).toBe(true);
    expect(new Set(heard)).toEqual(new Set(more));
    expect(heard).toHaveLength(100);
    expect(reads()).toBe(2);
  });

  it('holds back for a reader that is behind', async () => {
    const { rooms, createReader } = setUp({ lines, speed: 'max', linesPerBlock: 10 });
    let backlog = 0;
    let drain = (): void => undefined;
    const { reader, heard } = createReader({
      backlogBytes: () => backlog,
      drained: () => new Promise((resolve) => (drain = resolve)),
    });
    backlog = 2 * 1024 * 1024;
    rooms.join('a', reader);
    await pass(10_000);
    expect(heard).toHaveLength(5);
    backlog = 0;
    drain();
    await pass(1);
    expect(heard).toHaveLength(50);
  });

  it('writes down who gets what before it sends', async () => {
    const order: string[] = [];
    const sent = createSentState();
    const { rooms, createReader, segments } = setUp({ lines, speed: 'max', linesPerBlock: 10, sent });
    const { reader } = createReader();
    rooms.join('a', {
      ...reader,
      deliver: () => order.push(`sent, logged to ${segments.at(-1)?.toLine}`) && undefined,
    });
    await pass(1);
    expect(order.slice(0, 2)).toEqual(['sent, logged to 9', 'sent, logged to 19']);
  });

  it('sends nothing that it could not write down', async () => {
    const errors: unknown[] = [];
    const full = new Error('ENOSPC');
    const { rooms, createReader } = setUp({
      lines,
      speed: 'max',
      append: () => {
        throw full;
      },
      onError: (error) => errors.push(error),
    });
    const { reader, heard } = createReader();
    rooms.join('a', reader);
    await pass(1);
    expect(errors[0]).toBe(full);
    expect(heard).toEqual([]);
  });

  it('fails, rather than read for ever, when the file was cut short meanwhile', async () => {
    const errors: unknown[] = [];
    const { rooms, createReader, reads } = setUp({
      lines,
      speed: 'max',
      linesPerBlock: 10,
      readBlocks: 3,
      onError: (error) => errors.push(error),
    });
    rooms.join('a', createReader().reader);
    await pass(1_000);
    expect(errors).toEqual([new Error('f changed while it was replayed')]);
    expect(reads()).toBe(1);
  });

  it('sends no line twice over any number of restarts', async () => {
    const sent = createSentState();
    const heard: string[] = [];
    for (let run = 0; run < 20; run++) {
      const { rooms, createReader, replay } = setUp({ lines, speed: 'max', linesPerBlock: 7, sent });
      const { reader } = createReader({
        deliver: (frame) => heard.push(...texts(String(frame).split('\r\n'))),
      });
      const stopping: Reader = {
        ...reader,
        deliver(frame) {
          reader.deliver(frame);
          void replay.stop();
        },
      };
      rooms.join('a', stopping);
      rooms.join('b', stopping);
      await pass(1);
    }
    expect(heard.filter((text) => text !== '')).toEqual(lines.map((_, i) => String(i + 1)));
  });

  it('gives each reader what its capabilities allow', async () => {
    const mixed = [say('a', 1, 0), '@x=1 :tmi.twitch.tv CLEARCHAT #a :bob'];
    const { rooms, createReader } = setUp({ lines: mixed, speed: 'max' });
    const plain = createReader({ caps: { tags: false, commands: false } });
    const full = createReader();
    rooms.join('a', plain.reader);
    rooms.join('a', full.reader);
    await pass(1);
    expect(plain.heard).toEqual([':a!a@a PRIVMSG #a :1']);
    expect(full.heard).toEqual(mixed);
  });

  it('sends bytes as they are, but never what is no UTF-8', async () => {
    const broken = [`:a!a@a PRIVMSG #a :caf\xe9`, Buffer.from(':a!a@a PRIVMSG #a :🌊').toString('latin1')];
    const { rooms, createReader } = setUp({ lines: broken, speed: 'max' });
    const { reader, heard } = createReader();
    rooms.join('a', reader);
    await pass(1);
    expect(heard).toEqual([':a!a@a PRIVMSG #a :caf\ufffd', ':a!a@a PRIVMSG #a :🌊']);
  });

  it('has the truth of its log', async () => {
    const { rooms, createReader, truth, segments } = setUp({ lines, speed: 'max', linesPerBlock: 10 });
    const both = createReader();
    const other = createReader();
    rooms.join('a', both.reader);
    rooms.join('b', both.reader);
    rooms.join('b', other.reader);
    await pass(1);
    const asked = await truth();
    const files = new Map([['f', lines]]);
    expect(asked.channels).toEqual(truthOf(files).channels);
    expect(asked.channels).toEqual(truthOf(files, segments).channels);
    expect(new Set(asked.connections)).toEqual(new Set(truthOf(files, segments).connections));
    expect(asked.connections).toHaveLength(3);
  });
});
