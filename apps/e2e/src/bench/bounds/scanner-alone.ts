import { scanBytes, toChatBytes } from '@emotide/chat';
import { readChatLines } from '../chat-lines';
import type { Bound } from './bound';

const WARM_UP_MS = 500;
const LINES_PER_FRAME = 10;

/** One core that only reads lines, out of the bytes of frames as a socket gives them. */
export function measureScannerAlone(seconds: number): Bound {
  const { lines } = readChatLines();
  const frames: Buffer[] = [];
  for (let i = 0; i < lines.length; i += LINES_PER_FRAME)
    frames.push(Buffer.from(lines.slice(i, i + LINES_PER_FRAME).join('\r\n') + '\r\n'));
  const readFor = (ms: number): number => {
    const startedAt = performance.now();
    let passes = 0;
    let messages = 0;
    do {
      for (const frame of frames) {
        const chat = toChatBytes(frame);
        for (let at = 0; at < frame.length;) {
          const end = chat.latin1.indexOf('\r\n', at);
          if (scanBytes(chat, at, end).type === 'message') messages++;
          at = end + 2;
        }
      }
      passes++;
    } while (performance.now() - startedAt < ms);
    if (messages === 0) throw new Error('nothing was read');
    return ((passes * lines.length) / (performance.now() - startedAt)) * 1_000;
  };
  readFor(WARM_UP_MS);
  const linesPerSecond = readFor(seconds * 1_000);
  return { linesPerSecond, microsecondsPerLine: 1e6 / linesPerSecond };
}
