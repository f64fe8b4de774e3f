import type { Clock } from '../clock';
import type { Gate } from '../gate';
import type { Reader, Rooms } from '../rooms';
import { untilTaken, type SlowReaders } from '../slow-readers';
import { createAudience } from './audience';
import type { ChatScript } from './chat-script';
import { createFrameWriter } from './frame-writer';
import { LineCursor } from './line-cursor';
import { createLineTimes } from './line-times';
import { createMessageIds } from './message-ids';
import { createPacer } from './pacer';
import type { RunLog } from './run-log';
import type { RunHeader, RunRecord } from './run-record';

export interface GeneratorProgress {
  /** Lines put on at least one connection in this run. */
  readonly sent: number;
  /** Lines of channels that nobody was in. */
  readonly unheard: number;
  readonly total: number | null;
  readonly done: boolean;
}

/** Sends one run of generated chat to whoever is in its channels. */
export interface Generator {
  audienceChanged(login: string): void;
  progress(): GeneratorProgress;
  /** Ends when readers that were sent something took it or are gone. */
  stop(): Promise<void>;
}

/** Less than anybody notices; each costs a record in the log. */
const TICK_MS = 10;
/** So many lines are logged, then sent, at once. */
const CHUNK_LINES = 1_024;
/** Where few channels are heard, so many lines are looked at before others have a turn. */
const LOOK_LINES = 65_536;

/**
 * At a rate and without end, chat goes on whether it is heard or not, as Twitch's does. As fast as it goes, or up to a
 * number of lines, those of channels that nobody is in are left out and do not count.
 *
 * A slow reader holds everything back, as in a replay; lines that were held back for more than a second are not made up
 * for.
 */
export function createGenerator(options: {
  script: ChatScript;
  run: Pick<RunHeader, 'number' | 'startedAtMs'>;
  /** Done after so many lines; null for never. */
  lines: number | null;
  log: Pick<RunLog, 'append'>;
  rooms: Pick<Rooms, 'readers'>;
  clock: Clock;
  gate: Gate;
  /** The revision of the emote sets that are in force. */
  emoteRevision?: () => number;
  slowReaders?: SlowReaders;
  /** The log cannot be written: nothing more is sent. */
  onError: (error: unknown) => void;
  onDone?: () => void;
}): Generator {
  const {
    script,
    run,
    lines: lineLimit,
    log,
    rooms,
    clock,
    gate,
    emoteRevision,
    slowReaders = untilTaken,
    onError,
    onDone = () => undefined,
  } = options;
  const { pool, sequence, settings } = script;
  const { linesPerSecond } = settings;
  const isWaiting = linesPerSecond === null || lineLimit !== null;
  const audience = createAudience(
    pool.world.channels.map(({ login }) => login),
    rooms.readers,
  );
  const ids = createMessageIds({ seed: settings.seed, ...run });
  const frames = createFrameWriter(pool);
  const cursor = new LineCursor(pool, sequence);
  const times = createLineTimes(settings);
  const stopping = new AbortController();
  let sent = 0;
  let unheard = 0;
  let revisionInLog: number | undefined;
  let wakeUp: () => void = () => undefined;

  const sending = { visitor: 0, id: Buffer.alloc(36), reference: Buffer.alloc(36), sentAt: Buffer.alloc(13) };
  const numbers = new Float64Array(CHUNK_LINES);
  const heads = new Float64Array(CHUNK_LINES);
  const templates = new Uint32Array(CHUNK_LINES);
  const visitors = new Uint8Array(CHUNK_LINES);

  const newEmotes = (): RunRecord[] => {
    const revision = emoteRevision?.();
    if (revision === undefined || revision === revisionInLog) return [];
    revisionInLog = revision;
    return [{ type: 'emotes', revision }];
  };

  /** Logs and sends the next `want` lines, or fewer. @returns how many of them, and who got some. */
  const sendLines = (want: number): { lines: number; sentTo: ReadonlySet<Reader> } => {
    let chosen = 0;
    let passed = 0;
    for (let looked = 0; looked < LOOK_LINES && chosen < CHUNK_LINES; looked++) {
      if (chosen + (isWaiting ? 0 : passed) >= want) break;
      const { template } = cursor;
      if (audience.readers(pool.channelOf[template] ?? 0).length === 0) passed += 1;
      else {
        numbers[chosen] = cursor.number;
        heads[chosen] = cursor.headNumber;
        templates[chosen] = template;
        visitors[chosen] = cursor.visitor;
        chosen += 1;
      }
      cursor.next();
    }
    const atMs = clock.nowMs();
    log.append([...newEmotes(), { type: 'sent', toNumber: cursor.number, atMs }]);
    sending.sentAt.write(String(atMs), 'latin1');
    for (let i = 0; i < chosen; i++) {
      const template = templates[i] ?? 0;
      sending.visitor = visitors[i] ?? 0;
      if (times.isShifted) sending.sentAt.write(String(times.sentAtMs(numbers[i] ?? 0, atMs)), 'latin1');
      ids.write(numbers[i] ?? 0, sending.id);
      ids.write(heads[i] ?? 0, sending.reference);
      for (const reader of audience.readers(pool.channelOf[template] ?? 0))
        frames.add(reader, template, sending);
    }
    sent += chosen;
    if (!isWaiting) unheard += passed;
    return { lines: isWaiting ? chosen : chosen + passed, sentTo: frames.flush() };
  };

  const isDone = (): boolean => lineLimit !== null && sent >= lineLimit;
  const runOn = async (): Promise<void> => {
    const pacer = linesPerSecond === null ? undefined : createPacer(linesPerSecond, clock.nowMs());
    while (!stopping.signal.aborted && !isDone()) {
      if (gate.isShut) {
        await gate.opened(stopping.signal);
        pacer?.restart(clock.nowMs());
        continue;
      }
      log.append(audience.update().map((change) => ({ type: 'audience', ...change })));
      if (isWaiting && audience.isEmpty()) {
        await new Promise<void>((resolve) => (wakeUp = resolve));
        pacer?.restart(clock.nowMs());
        continue;
      }
      const due = pacer === undefined ? CHUNK_LINES : pacer.dueLines(clock.nowMs());
      if (due < 1) {
        await clock.sleep(TICK_MS, stopping.signal);
        continue;
      }
      const { lines, sentTo } = sendLines(Math.min(due, (lineLimit ?? Infinity) - sent));
      pacer?.take(lines);
      await slowReaders(sentTo);
      if (pacer === undefined || pacer.dueLines(clock.nowMs()) >= 1) await turn();
    }
    if (isDone()) onDone();
  };
  const running = runOn().catch((error: unknown) => {
    stopping.abort();
    onError(error);
  });

  return {
    audienceChanged(login) {
      audience.touch(login);
      wakeUp();
    },
    progress: () => ({ sent, unheard, total: lineLimit, done: isDone() }),
    async stop() {
      stopping.abort();
      wakeUp();
      await running;
    },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
