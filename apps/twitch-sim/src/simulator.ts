import { mkdirSync } from 'node:fs';
import { UsageError, type Logger } from '@emotide/service-kit';
import { startChatServer } from './chat-server';
import type { Clock } from './clock';
import { createControlApi, type Control } from './control-api';
import { createGate } from './gate';
import { openGeneratedSource, type GenerateOptions } from './generated/generated-source';
import type { LineSource } from './line-source';
import { openReplaySource } from './replay-source';
import { createRooms } from './rooms';
import type { Speed } from './speed';
import { createTally, type Truth } from './tally';
import type { TimeWindow } from './time-window';

/** A running simulator. */
export interface Simulator extends Control {
  readonly port: number;
  /** Lines that were sent, or went unheard. */
  sentLines(): number;
  stop(): Promise<void>;
}

/**
 * Starts a Twitch on loopback that replays files, generates chat, or both, for whoever joins the channels.
 *
 * The truth of a source that still sends is that of its log when it is asked for.
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
  generate?: GenerateOptions | undefined;
  stateDir: string;
  log: Logger;
  clock: Clock;
  /** A source ended by an error: the simulator is no longer sound. */
  onError: (error: unknown) => void;
}): Promise<Simulator> {
  const { port, paths, speed, retime, again, generate, stateDir, log, clock, onError } = options;
  makeStateDir(stateDir);
  const gate = createGate();
  const rooms = createRooms((login) => {
    for (const source of sources) source.audienceChanged(login);
  });
  const common = { stateDir, rooms, log, clock, gate, onError };
  const replays = await openReplaySource({ paths, speed, retime, again, ...common });
  const generated = generate && openGeneratedSource({ generate, ...common });
  const sources: readonly LineSource[] = generated === undefined ? [replays] : [replays, generated];

  const ids = new Map<string, string>();
  for (const { login, id } of sources.flatMap(({ channels }) => channels))
    if (!ids.has(login)) ids.set(login, id ?? inventId(login));

  const tellTruth = async (window?: TimeWindow): Promise<Truth> => {
    const tally = createTally();
    for (const source of sources) await source.addTruth(tally, window);
    return tally.truth();
  };
  let telling: Promise<Truth> | undefined;
  const control: Control = {
    channels: () => [...ids].map(([login, id]) => ({ login, id })),
    progress: () => ({
      files: replays.progress(),
      generated: generated?.progress() ?? null,
      done: sources.every((source) => source.isDone()),
      paused: gate.isShut,
      connections: server.connections(),
    }),
    truth(window) {
      if (window !== undefined) return tellTruth(window);
      telling ??= tellTruth().finally(() => {
        telling = undefined;
      });
      return telling;
    },
    drop: (connection) => server.drop(connection),
    pause: () => gate.shut(),
    resume: () => gate.open(),
  };

  const stopSources = async (): Promise<void> => {
    await Promise.all(sources.map((source) => source.stop()));
    for (const source of sources) source.close();
  };
  const server = await startChatServer({
    port,
    firstConnection: 1 + Math.max(...sources.map(({ lastConnection }) => lastConnection)),
    rooms,
    roomIdOf: (login) => ids.get(login) ?? inventId(login),
    nowMs: clock.nowMs,
    onRequest: createControlApi(control),
  }).catch(async (error: unknown) => {
    await stopSources();
    throw error;
  });

  return {
    ...control,
    port: server.port,
    sentLines: () => sources.reduce((sum, source) => sum + source.sentLines(), 0),
    async stop() {
      // Together: a source may wait for a reader that is slow, until the server lets go of it.
      await Promise.all([stopSources(), server.stop()]);
    },
  };
}

function makeStateDir(stateDir: string): void {
  try {
    mkdirSync(stateDir, { recursive: true });
  } catch (error) {
    throw new UsageError(`cannot write to ${stateDir}: ${(error as Error).message}`, { cause: error });
  }
}

/** A stable id for a channel whose own id no line tells. */
function inventId(login: string): string {
  let hash = 0x811c9dc5;
  for (const char of login) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return String(100_000_000 + (hash % 900_000_000));
}
