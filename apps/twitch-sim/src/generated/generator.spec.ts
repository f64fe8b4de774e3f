import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGate } from '../gate';
import { createRooms, type Reader } from '../rooms';
import { systemClock } from '../system-clock';
import { toTruthLine } from '../truth-line';
import { createChatScript } from './chat-script';
import { createGenerator } from './generator';
import type { RunRecord } from './run-record';
import type { GeneratedSettings } from './settings';

const settings: GeneratedSettings = { seed: 5, channels: 4, linesPerSecond: 1_000, mix: 'real' };
const script = createChatScript(settings);
const logins = script.pool.world.channels.map(({ login }) => login);
const NOW = 1_700_000_000_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(options: { rate?: number | null; lines?: number | null; append?: () => void } = {}) {
  const { rate = 1_000, lines = null, append = () => undefined } = options;
  const records: RunRecord[] = [];
  const rooms = createRooms((login) => generator.audienceChanged(login));
  const gate = createGate();
  const onError = vi.fn();
  const onDone = vi.fn();
  const generator = createGenerator({
    script: { ...script, settings: { ...settings, linesPerSecond: rate } },
    run: { number: 1, startedAtMs: NOW },
    lines,
    log: {
      append(added) {
        if (added.length > 0) append();
        records.push(...added);
      },
    },
    rooms,
    clock: systemClock,
    gate,
    onError,
    onDone,
  });
  let connections = 0;
  const join = (channels = logins, more: Partial<Reader> = {}) => {
    const heard: string[] = [];
    const frames: number[] = [];
    const reader: Reader = {
      connection: ++connections,
      caps: { tags: true, commands: true },
      deliver(frame) {
        const lines = frame.toString().split('\r\n').slice(0, -1);
        frames.push(lines.length);
        heard.push(...lines);
      },
      backlogBytes: () => 0,
      drained: () => Promise.resolve(),
      ...more,
    };
    for (const login of channels) rooms.join(login, reader);
    return { reader, heard, frames };
  };
  return { generator, rooms, gate, records, onError, onDone, join };
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe('a generator', () => {
  it.each([3, 1_000, 20_000])('sends exactly %d lines a second', async (rate) => {
    const { generator, join } = setUp({ rate });
    const { heard } = join();
    for (let second = 1; second <= 3; second++) {
      await pass(1_000);
      expect(heard.length).toBeGreaterThanOrEqual(rate * second - Math.ceil(rate / 100));
      expect(heard.length).toBeLessThanOrEqual(rate * second);
    }
    await generator.stop();
  });

  it('packs more lines into a frame the more there are', async () => {
    const quiet = setUp({ rate: 50 });
    const busy = setUp({ rate: 50_000 });
    const few = quiet.join();
    const many = busy.join();
    await pass(300);
    expect(Math.max(...few.frames)).toBeLessThanOrEqual(2);
    expect(Math.max(...many.frames)).toBeGreaterThan(25);
    expect(Math.max(...many.frames)).toBeLessThan(80);
    await Promise.all([quiet.generator.stop(), busy.generator.stop()]);
  });

  it('writes the time of sending into each line', async () => {
    const { generator, join } = setUp();
    const { heard } = join();
    await pass(500);
    const times = heard.map((line) => toTruthLine(line).sentAtMs ?? 0);
    expect(Math.min(...times)).toBeLessThanOrEqual(NOW + 20);
    expect(Math.max(...times)).toBeGreaterThanOrEqual(NOW + 490);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    await generator.stop();
  });

  it('sends the same lines in the same order to whoever listens, but for ids and times', async () => {
    const sequences: string[][] = [];
    for (const rate of [500, 20_000]) {
      const { generator, join } = setUp({ rate });
      const { heard } = join();
      await pass(1_000);
      await generator.stop();
      sequences.push(heard.slice(0, 400).map((line) => line.slice(line.indexOf(' :'))));
    }
    expect(sequences[0]?.length).toBe(400);
    expect(sequences[1]).toEqual(sequences[0]);
  });

  it('sends a reader only its channels, and counts what nobody hears', async () => {
    const { generator, join } = setUp();
    const { heard } = join(logins.slice(1, 2));
    await pass(1_000);
    expect(new Set(heard.map((line) => toTruthLine(line).channel))).toEqual(new Set(logins.slice(1, 2)));
    const { sent, unheard } = generator.progress();
    expect(sent).toBe(heard.length);
    expect(unheard).toBeGreaterThan(500);
    expect(sent + unheard).toBeGreaterThan(985);
    await generator.stop();
  });

  it('stops at its number of lines, exactly, all of them heard', async () => {
    const { generator, join, onDone } = setUp({ rate: null, lines: 3_333 });
    await pass(1_000);
    expect(generator.progress()).toEqual({ sent: 0, unheard: 0, total: 3_333, done: false });
    const { heard } = join(logins.slice(0, 2));
    await pass(1_000);
    expect(heard.length).toBe(3_333);
    expect(generator.progress()).toEqual({ sent: 3_333, unheard: 0, total: 3_333, done: true });
    expect(onDone).toHaveBeenCalledTimes(1);
    await generator.stop();
  });

  it('says nothing while it is paused, and does not make up for it', async () => {
    const { generator, gate, join } = setUp();
    const { heard } = join();
    await pass(500);
    gate.shut();
    const before = heard.length;
    await pass(5_000);
    expect(heard.length - before).toBeLessThanOrEqual(10);
    gate.open();
    await pass(100);
    expect(heard.length - before).toBeLessThanOrEqual(110);
    expect(heard.length - before).toBeGreaterThan(80);
    await generator.stop();
  });

  it('holds back while a reader is behind', async () => {
    let isBehind = true;
    let catchUp: () => void = () => undefined;
    const { generator, join } = setUp({ rate: null, lines: 5_000 });
    const { heard } = join(logins, {
      backlogBytes: () => (isBehind ? 2 * 1024 * 1024 : 0),
      drained: () => new Promise((resolve) => (catchUp = resolve)),
    });
    await pass(1_000);
    const before = heard.length;
    expect(before).toBeLessThanOrEqual(1_024);
    await pass(1_000);
    expect(heard.length).toBe(before);
    isBehind = false;
    catchUp();
    await pass(100);
    expect(heard.length).toBe(5_000);
    await generator.stop();
  });

  it('logs before it sends, and sends nothing that it cannot log', async () => {
    const failing = setUp({
      append: () => {
        throw new Error('disk full');
      },
    });
    const { heard } = failing.join();
    await pass(100);
    expect(heard).toEqual([]);
    expect(failing.onError).toHaveBeenCalledWith(new Error('disk full'));
    await failing.generator.stop();
  });

  it('logs who came and left between what was sent', async () => {
    const { generator, rooms, join, records } = setUp();
    const { reader } = join(logins.slice(0, 1));
    await pass(50);
    rooms.leave(reader);
    await pass(50);
    const changes = records.filter((record) => record.type === 'audience');
    expect(changes).toEqual([
      { type: 'audience', connection: 1, channel: 0, isHere: true },
      { type: 'audience', connection: 1, channel: 0, isHere: false },
    ]);
    const places = changes.map((change) => records.indexOf(change));
    expect(places[0]).toBe(0);
    expect(records.slice(1, places[1]).every((record) => record.type === 'sent')).toBe(true);
    expect(records.at(-1)?.type).toBe('sent');
    await generator.stop();
  });
});
