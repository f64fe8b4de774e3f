import { scanBytes, toChatBytes, type Scanned } from '@emotide/chat';

const LF = 10;
const CR = 13;

/** Reads each line of a block of whole lines. Lines of nothing are not looked at. */
export function scanBlock(block: Buffer, onLine: (scanned: Scanned) => void): void {
  const chat = toChatBytes(block);
  for (let at = 0; at < block.length;) {
    let next = block.indexOf(LF, at);
    if (next < 0) next = block.length;
    const end = next > at && block[next - 1] === CR ? next - 1 : next;
    if (end > at) onLine(scanBytes(chat, at, end));
    at = next + 1;
  }
}
