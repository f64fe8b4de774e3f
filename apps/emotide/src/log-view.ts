/** Levels as a person reads them; the services write JSON. */
const COLOURS = { trace: 90, debug: 90, info: 0, warn: 33, error: 31, fatal: 31 } as const;
export type Level = keyof typeof COLOURS;
const LEVELS = Object.keys(COLOURS) as Level[];
const HIDDEN = new Set(['level', 'time', 'service', 'msg', 'pid', 'hostname', 'err']);
const NAME_WIDTH = 10;

export interface LogView {
  /** Shows one line of a part of the system: our JSON rendered, anything else as it is. */
  show(part: string, line: string): void;
  /** Says something of the supervisor's own. */
  say(text: string, level?: Level): void;
}

/**
 * Renders the services' log lines for a person: time, part, message, then the rest as `key=value`.
 *
 * @param options.isColoured whether `write` ends at a terminal
 * @param options.least entries below this level are left out
 */
export function createLogView(options: {
  write: (text: string) => void;
  isColoured: boolean;
  least: Level;
  now: () => Date;
}): LogView {
  const { write, isColoured, least, now } = options;
  const paint = (code: number, text: string) =>
    isColoured && code > 0 ? `\u001b[${code}m${text}\u001b[0m` : text;
  const print = (part: string, colour: number, text: string, time: Date) => {
    const clock = time.toTimeString().slice(0, 8);
    write(`${paint(90, `${clock} ${part.padEnd(NAME_WIDTH)}`)} ${paint(colour, text)}\n`);
  };
  return {
    show(part, line) {
      const entry = parseEntry(line);
      if (entry === undefined) return print(part, 0, printable(line), now());
      const { level, text, time } = entry;
      if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return;
      print(part, COLOURS[level], text, time);
    },
    say: (text, level = 'info') => print('emotide', COLOURS[level], text, now()),
  };
}

function parseEntry(line: string): { level: Level; text: string; time: Date } | undefined {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const level = value['level'];
  if (typeof level !== 'string' || !(level in COLOURS)) return undefined;
  const rest = Object.entries(value)
    .filter(([key]) => !HIDDEN.has(key))
    .map(([key, field]) => `${key}=${typeof field === 'string' ? field : JSON.stringify(field)}`);
  const error = value['err'] as { message?: unknown } | undefined;
  if (typeof error?.message === 'string') rest.push(`error=${JSON.stringify(error.message)}`);
  const text = [value['msg'], ...rest].filter((part) => typeof part === 'string').join('  ');
  return {
    level: level as keyof typeof COLOURS,
    text: printable(text),
    time: new Date(String(value['time'])),
  };
}

/** Names from chat may hold anything; a terminal must not obey them. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}
