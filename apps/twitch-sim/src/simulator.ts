import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError, type Logger } from '@emotide/service-kit';
import { startChatServer } from './chat-server';
import { createControlApi, type Control } from './control-api';
import { readLineBlocks, type LineBlock } from './line-blocks';
import { createReplay, type Clock, type Replay } from './replay';
import { openReplayFile, type ReplayFile } from './replay-file';
import { createRooms } from './rooms';
import { openSentLog, type SentLog } from './sent-log';
import { sentTruth } from './sent-truth';
import type { Speed } from './speed';
import type { Truth } from './truth';

/** A running simulator. */
export interface Simulator extends Control {
  readonly port: number;
  stop(): Promise<void>;
}

const SAY_EVERY_MS = 1_000;

/**
 * Starts a Twitch on loopback that replays files to whoever joins their channels. Files are independent: where two
 * hold the same channel, both start when it is joined.
 *
 * The truth of a replay that runs is that of the log when it is asked for.
 *
 * @throws UsageError for a file that cannot be read, a state directory that cannot be written, a taken port.
 */
export async function startSimulator(options: {
  /** 0 takes a free one. */
  port: number;
  paths: readonly string[];
  speed: Speed;
  retime: boolean;
  again: boolean;
  stateDir: string;
  log: Logger;
  clock: Clock;
  /** A replay ended by an error: the simulator is no longer sound. */
  onError: (error: unknown) => void;
}): Promise<Simulator> {
  const { port, paths, speed, retime, again, stateDir, log, clock, onError } = options;
  const files = await openFiles(paths, log, clock);
  const sent = await openLog(stateDir);
  for (const file of files) begin(file, sent, log, { again, retime });

  const ids = new Map<string, string>();
  for (const { channels } of files) {
    for (const { login, roomId } of channels.values())
      ids.set(login, ids.get(login) ?? roomId ?? inventId(login));
  }
  const rooms = createRooms(() => {
    for (const replay of replays) replay.wake();
  });
  const replays: readonly Replay[] = files.map((file) =>
    createReplay({
      file,
      read: (from) => readLineBlocks(file.path, from),
      log: sent,
      rooms,
      speed,
      retime,
      clock,
      onError,
      onDone: () => log.info(`${file.path}: all ${count(file.lines)} lines sent`),
    }),
  );

  let counting: Promise<Truth> | undefined;
  let isStopping = false;
  const readToCount = async function* (file: ReplayFile): AsyncGenerator<LineBlock> {
    for await (const block of readLineBlocks(file.path)) {
      if (isStopping) throw new Error('stopping');
      yield block;
    }
  };
  const control: Control = {
    channels: () => [...ids].map(([login, id]) => ({ login, id })),
    progress() {
      const states = replays.map((replay) => replay.progress());
      const done = states.every((file) => file.done);
      return { files: states, done, connections: server.connections() };
    },
    truth() {
      counting ??= sentTruth(files, sent, readToCount).finally(() => {
        counting = undefined;
      });
      return counting;
    },
    drop: (connection) => server.drop(connection),
  };
  const server = await startChatServer({
    port,
    firstConnection: sent.lastConnection + 1,
    rooms,
    roomIdOf: (login) => ids.get(login) ?? inventId(login),
    nowMs: clock.nowMs,
    onRequest: createControlApi(control),
  }).catch((error: unknown) => {
    sent.close();
    throw error;
  });

  let saidLines = sumSent(replays);
  const saying = setInterval(() => {
    const lines = sumSent(replays);
    if (lines === saidLines) return;
    saidLines = lines;
    const total = files.reduce((sum, file) => sum + file.lines, 0);
    log.info(`sent ${count(lines)} of ${count(total)} lines`);
  }, SAY_EVERY_MS);

  return {
    ...control,
    port: server.port,
    async stop() {
      isStopping = true;
      clearInterval(saying);
      const ends = replays.map((replay) => replay.stop());
      await server.stop();
      await Promise.all(ends);
      await counting?.catch(() => undefined);
      sent.close();
    },
  };
}

async function openFiles(paths: readonly string[], log: Logger, clock: Clock): Promise<ReplayFile[]> {
  const files = new Map<string, ReplayFile>();
  for (const path of paths) {
    let saidAtMs = clock.nowMs();
    const file = await openReplayFile(path, (lines) => {
      if (clock.nowMs() - saidAtMs < SAY_EVERY_MS) return;
      saidAtMs = clock.nowMs();
      log.info(`${path}: looked through ${count(lines)} lines`);
    });
    files.set(file.id, file);
  }
  return [...files.values()];
}

async function openLog(stateDir: string): Promise<SentLog> {
  try {
    mkdirSync(stateDir, { recursive: true });
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
      `${file.path}: all ${count(file.lines)} lines were already sent; EMOTIDE_SIM_AGAIN=1 (--again) sends them anew`,
    );
  } else if (lines > 0) log.info(`${file.path}: goes on after ${count(lines)} lines of ${count(file.lines)}`);
}

/** A stable id for a channel whose own id no line tells. */
function inventId(login: string): string {
  let hash = 0x811c9dc5;
  for (const char of login) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return String(100_000_000 + (hash % 900_000_000));
}

function sumSent(replays: readonly Replay[]): number {
  return replays.reduce((sum, replay) => sum + replay.progress().sent, 0);
}

function count(lines: number): string {
  return lines.toLocaleString('en-GB');
}
