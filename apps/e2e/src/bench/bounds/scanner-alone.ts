import { scanLine } from '@emotide/chat';
import { readChatLines } from '../chat-lines';
import type { Bound } from './bound';

const WARM_UP_MS = 500;

/** One core that only reads lines. */
export function measureScannerAlone(seconds: number): Bound {
  const { lines } = readChatLines();
  const frame = lines.join('\r\n');
  const ends = new Uint32Array(lines.length);
  for (let i = 0, end = -2; i < lines.length; i++) ends[i] = end += 2 + lines[i]!.length;
  const readFor = (ms: number): number => {
    const startedAt = performance.now();
    let passes = 0;
    let messages = 0;
    do {
      for (let i = 0, start = 0; i < lines.length; i++) {
        if (scanLine(frame, start, ends[i]!).type === 'message') messages++;
        start = ends[i]! + 2;
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
