import { UsageError, type Logger } from '@emotide/service-kit';
import { join } from 'node:path';
import type { Clock } from './clock';
import type { Gate } from './gate';
import type { EmoteChange } from './emote-sets/emote-change';
import type { SetHistory } from './emote-sets/set-history';
import { readLineBlocks, type LineBlock } from './line-blocks';
import type { LineSource } from './line-source';
import { createReplay, type Replay, type ReplayProgress } from './replay';
import { openReplayFile, type ReplayFile } from './replay-file';
import type { Rooms } from './rooms';
import { openSentLog, type SentLog } from './sent-log';
import { addSentTruth } from './sent-truth';
import type { SlowReaders } from './slow-readers';
import type { Speed } from './speed';
import { toThousands } from './thousands';

/** Files that are replayed. */
export interface ReplaySource extends LineSource {
  progress(): readonly ReplayProgress[];
}

const SAY_EVERY_MS = 1_000;

/**
 * Replays files to whoever joins their channels. Files are independent: where two hold the same channel, both start
 * when it is joined.
 *
 * @throws UsageError for a file that cannot be read or a state directory that cannot be written.
 */
export async function openReplaySource(options: {
  paths: readonly string[];
  speed: Speed;
  retime: boolean;
  again: boolean;
  stateDir: string;
  rooms: Pick<Rooms, 'readers'>;
  log: Logger;
  clock: Clock;
  gate: Gate;
  thirdParty: {
    /** False where they are left out; the truth of what was sent before may still need them. */
    readonly isInForce: boolean;
    readonly changes: readonly EmoteChange[];
    readonly history: SetHistory;
    roomIdOf(login: string): string;
  };
  slowReaders?: SlowReaders;
  onError: (error: unknown) => void;
}): Promise<ReplaySource> {
  const { paths, speed, retime, again, stateDir, rooms, log, clock, gate, thirdParty, slowReaders, onError } =
    options;
  const files = await openFiles(paths, log, clock);
  const sent = await openLog(stateDir);
  for (const file of files) begin(file, sent, log, { again, retime });

  const ids = new Map<string, string | null>();
  for (const { channels } of files) {
    for (const { login, roomId } of channels.values()) ids.set(login, ids.get(login) ?? roomId);
  }
  const replays: readonly Replay[] = files.map((file) =>
    createReplay({
      file,
      read: (from) => readLineBlocks(file.path, from),
      log: sent,
      rooms,
      speed,
      retime,
      clock,
      gate,
      emoteRevision: thirdParty.isInForce ? () => thirdParty.changes.at(-1)?.revision ?? 0 : undefined,
      slowReaders,
      onError,
      onDone: () => log.info(`${file.path}: all ${toThousands(file.lines)} lines sent`),
    }),
  );

  const sentLines = (): number => replays.reduce((sum, replay) => sum + replay.progress().sent, 0);
  const totalLines = files.reduce((sum, file) => sum + file.lines, 0);
  let saidLines = sentLines();
  const saying = setInterval(() => {
    if (sentLines() === saidLines) return;
    saidLines = sentLines();
    log.info(`sent ${toThousands(saidLines)} of ${toThousands(totalLines)} lines`);
  }, SAY_EVERY_MS);

  let isStopping = false;
  const readToCount = async function* (file: ReplayFile): AsyncGenerator<LineBlock> {
    for await (const block of readLineBlocks(file.path)) {
      if (isStopping) throw new Error('stopping');
      yield block;
    }
  };
  return {
    channels: [...ids].map(([login, id]) => ({ login, id })),
    lastConnection: sent.lastConnection,
    audienceChanged() {
      for (const replay of replays) replay.wake();
    },
    sentLines,
    isDone: () => replays.every((replay) => replay.progress().done),
    progress: () => replays.map((replay) => replay.progress()),
    addTruth: (tally, window) =>
      addSentTruth(tally, files, sent, readToCount, window, (login, word, revision) =>
        thirdParty.history.find(thirdParty.roomIdOf(login), word, revision),
      ),
    async stop() {
      isStopping = true;
      clearInterval(saying);
      await Promise.all(replays.map((replay) => replay.stop()));
    },
    close: () => sent.close(),
  };
}

async function openFiles(paths: readonly string[], log: Logger, clock: Clock): Promise<ReplayFile[]> {
  const files = new Map<string, ReplayFile>();
  for (const path of paths) {
    let saidAtMs = clock.nowMs();
    const file = await openReplayFile(path, (lines) => {
      if (clock.nowMs() - saidAtMs < SAY_EVERY_MS) return;
      saidAtMs = clock.nowMs();
      log.info(`${path}: looked through ${toThousands(lines)} lines`);
    });
    files.set(file.id, file);
  }
  return [...files.values()];
}

async function openLog(stateDir: string): Promise<SentLog> {
  try {
    return await openSentLog(join(stateDir, 'sent.ndjson'));
  } catch (error) {
    throw new UsageError(`cannot write to ${stateDir}: ${(error as Error).message}`, { cause: error });
  }
}

function begin(file: ReplayFile, sent: SentLog, log: Logger, how: { again: boolean; retime: boolean }): void {
  const lines = sent.doneLines(file.id);
  // A shifted file starts now: there is no place in the past to go on from.
  if (lines > 0 && (how.again || how.retime)) sent.startAnew(file.id);
  else if (lines >= file.lines) {
    log.info(
      `${file.path}: all ${toThousands(file.lines)} lines were already sent; EMOTIDE_SIM_AGAIN=1 (--again) sends them anew`,
    );
  } else if (lines > 0)
    log.info(`${file.path}: goes on after ${toThousands(lines)} lines of ${toThousands(file.lines)}`);
}
