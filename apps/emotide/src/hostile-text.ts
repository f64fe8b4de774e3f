/** What a terminal obeys, hides or turns round: controls, line ends, and marks of direction and of width zero. */
const HOSTILE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * Text from outside as it may be shown on a terminal: everything that is not plainly visible is written as `\u{…}`.
 *
 * @param most characters shown; the rest is cut with an ellipsis
 */
export function toVisible(text: string, most = 200): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return cut.replace(HOSTILE, (char) => `\\u{${char.charCodeAt(0).toString(16)}}`);
}

const ROW_BYTES = 16;

/** `00000000  01 02 …  |..|`, sixteen bytes a line. */
export function toHexdump(bytes: Uint8Array, mostBytes: number): string {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(bytes.length, mostBytes); at += ROW_BYTES) {
    const row = bytes.subarray(at, Math.min(at + ROW_BYTES, bytes.length, mostBytes));
    const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = Array.from(row, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join(
      '',
    );
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(ROW_BYTES * 3 - 1)}  |${text}|`);
  }
  if (bytes.length > mostBytes) lines.push(`… ${bytes.length - mostBytes} bytes more`);
  return lines.join('\n');
}
