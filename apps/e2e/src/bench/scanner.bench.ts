import { createRequire } from 'node:module';
import { scanBytes, toChatBytes, type ChatBytes } from '@emotide/chat';
import type { ChannelId } from '@emotide/domain';
import { createChannelState, step, type ChannelEmotes } from '@emotide/emotes';
import type { Result } from './benchmarks-page';
import { readChatLines } from './chat-lines';
import { formatFigure, toFigure } from './statistics';

const ROUNDS = 9;
const ROUND_MS = 400;
const LINES_PER_FRAME = 10;

interface TmiClient {
  _onMessage(event: { data: string }): void;
  on(event: string, listener: () => void): void;
}

/**
 * How many lines per second and core can each reader take: ours against tmi.js's own path to its `message` event, fed
 * with the same bytes in the same run, turn by turn, so that a busy machine slows both.
 */
export function benchScanner(command: string): Result {
  const { lines, origin } = readChatLines();
  const frames: Buffer[] = [];
  for (let i = 0; i < lines.length; i += LINES_PER_FRAME)
    frames.push(Buffer.from(lines.slice(i, i + LINES_PER_FRAME).join('\r\n') + '\r\n'));

  let sum = 0;
  const eachLine = (frame: Buffer, use: (chat: ChatBytes, start: number, end: number) => void) => {
    const chat = toChatBytes(frame);
    for (let at = 0; at < frame.length;) {
      const end = chat.latin1.indexOf('\r\n', at);
      use(chat, at, end);
      at = end + 2;
    }
  };
  const scanner = (frame: Buffer) =>
    eachLine(frame, (chat, start, end) => {
      if (scanBytes(chat, start, end).type === 'message') sum++;
    });
  const emotes: ChannelEmotes = { index: undefined, classOf: () => 'UNKNOWN' };
  let state = createChannelState('1' as ChannelId, emotes);
  const scannerAndStep = (frame: Buffer) =>
    eachLine(frame, (chat, start, end) => {
      const scanned = scanBytes(chat, start, end);
      if (scanned.type === 'message')
        sum += step(state, scanned.line, scanned.line.sentAtMs ?? 0).type === 'counted' ? 1 : 0;
    });
  const tmi = createRequire(import.meta.url)('tmi.js') as { Client: new (options: object) => TmiClient };
  const client = new tmi.Client({ options: { skipUpdatingEmotesets: true }, logger: silent });
  client.on('message', () => sum++);
  const stock = (frame: Buffer) => client._onMessage({ data: frame.toString() });

  const readers = { scanner, 'scanner, actor step': scannerAndStep, "tmi.js's own path": stock };
  const rates = Object.fromEntries(Object.keys(readers).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round++)
    for (const [name, read] of Object.entries(readers)) {
      state = createChannelState('1' as ChannelId, emotes);
      const rate = measure(frames, read, () => {
        // Each pass over the file is new chat to the actor, as ids would be.
        state = createChannelState('1' as ChannelId, emotes);
      });
      // The first round warms up.
      if (round > 0) rates[name]!.push(rate * (lines.length / frames.length));
    }
  if (sum === 0) throw new Error('nothing was read');

  const stockRate = toFigure(rates["tmi.js's own path"]!).median;
  return {
    question: 'How many lines per second does one core read?',
    command,
    table: {
      head: ['reader', 'lines/s per core, median (range)', 'against tmi.js'],
      rows: Object.entries(rates).map(([name, values]) => {
        const figure = toFigure(values);
        return [name, formatFigure(figure), `${(figure.median / stockRate).toFixed(1)} ×`];
      }),
    },
    notes: [
      `${origin}, ${LINES_PER_FRAME} lines a frame, ${ROUNDS} rounds of ${ROUND_MS} ms each, in turns, in one process.`,
      "tmi.js's own path is its `_onMessage` with a `message` listener; it delivers no cheers and no resubs.",
    ],
  };
}

/** Frames per second of wall time on this one thread. */
function measure(frames: readonly Buffer[], read: (frame: Buffer) => void, onPass: () => void): number {
  let done = 0;
  const startedAt = performance.now();
  let elapsedMs = 0;
  while (elapsedMs < ROUND_MS) {
    onPass();
    for (const frame of frames) read(frame);
    done += frames.length;
    elapsedMs = performance.now() - startedAt;
  }
  return (done / elapsedMs) * 1_000;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
