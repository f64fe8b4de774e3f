import { mkdirSync } from 'node:fs';
import { UsageError, type Logger } from '@emotide/service-kit';
import { startChatServer } from './chat-server';
import type { Clock } from './clock';
import { openConnectionLog, type ConnectionLog } from './connection-log';
import { createControlApi, type Control } from './control-api';
import { createEmoteBook, type EmoteBook } from './emote-sets/emote-book';
import { openEmoteLog, type EmoteLog } from './emote-sets/emote-log';
import { globalSets, noSets } from './emote-sets/global-sets';
import { createSetHistory } from './emote-sets/set-history';
import type { SetOf } from './emote-sets/third-party-emote';
import { createGate } from './gate';
import { openGeneratedSource, type GenerateOptions } from './generated/generated-source';
import { toWorldSets } from './generated/world-sets';
import { createHttpDesk } from './http-desk';
import { createIrcWarden, type IrcLimits } from './irc-limits';
import type { RoomState } from './irc-session';
import type { LineSource } from './line-source';
import { openReplaySource } from './replay-source';
import { createRooms } from './rooms';
import { createDirectory } from './services/directory';
import { NO_ANSWERS, readGivenAnswers, type GivenAnswers } from './services/given-answers';
import { SOCKET_SERVICES, type SocketServiceName } from './services/service';
import { createServiceControl } from './services/service-control';
import { createServices, USUAL_SERVICE_OPTIONS, type ServiceOptions } from './services/services';
import { createSkipping, untilTaken, type SLOW_READERS } from './slow-readers';
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

/** Paths of the services' WebSockets. */
export const SOCKET_PATHS = { 'bttv-socket': '/bttv/ws', '7tv-events': '/7tv/events/v3' } as const;

/**
 * Starts a Twitch on loopback that replays files, generates chat, or both, for whoever joins the channels, with the
 * services beside it on the same port: Helix under `/helix`, tokens under `/oauth2`, and BTTV, FFZ and 7TV under `/bttv`,
 * `/ffz` and `/7tv`, their sockets at {@link SOCKET_PATHS}.
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
  /** Channels have emotes of BTTV, FFZ and 7TV, and the truth counts them. */
  thirdParty?: boolean | undefined;
  /** A folder of real answers to serve; see {@link readGivenAnswers}. */
  answersDir?: string | undefined;
  services?: Partial<ServiceOptions> | undefined;
  /** Without them, nobody keeps to Twitch's pace. */
  limits?: IrcLimits | undefined;
  /** `wait` where it is not given. */
  slowReaders?: (typeof SLOW_READERS)[number] | undefined;
  stateDir: string;
  log: Logger;
  clock: Clock;
  /** A source ended by an error: the simulator is no longer sound. */
  onError: (error: unknown) => void;
}): Promise<Simulator> {
  const { port, paths, speed, retime, again, stateDir, log, clock, onError } = options;
  const { thirdParty = false, answersDir, limits } = options;
  const generate = options.generate && { ...options.generate, ...(thirdParty && { thirdParty }) };
  makeStateDir(stateDir);
  const given = answersDir === undefined ? NO_ANSWERS : readGivenAnswers(answersDir);
  const gate = createGate();
  const rooms = createRooms((login) => {
    for (const source of sources) source.audienceChanged(login);
  });
  const slowReaders = options.slowReaders === 'skip' ? createSkipping(rooms) : untilTaken;

  // What the generated channels have is known only once they are made up.
  let baseSets: SetOf = globalSets;
  // Also where third parties are left out now: the truth of an earlier run may need it.
  const { emoteLog, connectionLog } = openLogs(stateDir);
  const book = createEmoteBook({
    base: (key) => baseSets(key),
    log: emoteLog,
    nowMs: clock.nowMs,
  });
  const emotesOf = thirdParty ? book.emotesOf : noSets;
  const history = createSetHistory(globalSets, book.changes);
  const ids = new Map<string, string>();
  const roomIdOf = (login: string): string => ids.get(login) ?? inventId(login);

  const common = { stateDir, rooms, log, clock, gate, slowReaders, onError };
  const replays = await openReplaySource({
    paths,
    speed,
    retime,
    again,
    ...common,
    thirdParty: { isInForce: thirdParty, changes: book.changes, history, roomIdOf },
  });
  const generated = generate && openGeneratedSource({ generate, ...common, emoteChanges: book.changes });
  const sources: readonly LineSource[] = generated === undefined ? [replays] : [replays, generated];
  if (generated !== undefined) baseSets = toWorldSets(generated.world);
  if (thirdParty) putInForce(given, book);

  for (const { login, id } of sources.flatMap(({ channels }) => channels))
    if (!ids.has(login)) ids.set(login, id ?? inventId(login));
  const channels = [...ids].map(([login, id]) => ({ login, id }));

  const directory = createDirectory(channels, generated?.world);
  const services = createServices({
    directory,
    book,
    emotesOf,
    given,
    options: { ...USUAL_SERVICE_OPTIONS, ...options.services },
    nowMs: clock.nowMs,
  });
  const warden = createIrcWarden(limits);
  const roomStates = new Map<string, RoomState>();

  const tellTruth = async (window?: TimeWindow): Promise<Truth> => {
    const tally = createTally();
    for (const source of sources) await source.addTruth(tally, window);
    return tally.truth();
  };
  let telling: Promise<Truth> | undefined;
  const control: Control = {
    channels: () => channels,
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
    reconnect: (connection, closeAfterMs) => server.reconnect(connection, closeAfterMs),
    freeze: (connection) => server.freeze(connection),
    thaw: (connection) => server.thaw(connection),
    lag: (connection, lag) => server.lag(connection, lag),
    connectionsIn: (login) => server.connectionsIn(login),
    violations: () => warden.violations,
    peaks: () => warden.peaks,
    setRoom(login, state) {
      if (state === 'open') roomStates.delete(login);
      else roomStates.set(login, state);
      if (state !== 'open') server.expel(login);
    },
    pause: () => gate.shut(),
    resume: () => gate.open(),
  };

  const stopSources = async (): Promise<void> => {
    services.stop();
    await Promise.all(sources.map((source) => source.stop()));
    for (const source of sources) source.close();
    emoteLog.close();
  };
  const sockets = {
    drop: (name: SocketServiceName): number => server.dropDoor(SOCKET_PATHS[name]),
    silence: (name: SocketServiceName): number => server.silenceDoor(SOCKET_PATHS[name]),
  };
  const server = await startChatServer({
    port,
    firstConnection:
      1 + Math.max(connectionLog.lastConnection, ...sources.map(({ lastConnection }) => lastConnection)),
    onConnection: (record) => connectionLog.append(record),
    rooms,
    roomIdOf,
    stateOf: (login) => roomStates.get(login) ?? 'open',
    warden,
    nowMs: clock.nowMs,
    onRequest: createHttpDesk(
      services.desk,
      createControlApi(
        control,
        createServiceControl({ services, directory, book, emotesOf, isThirdParty: thirdParty, sockets }),
      ),
    ),
    doors: new Map(
      SOCKET_SERVICES.map((name) => [
        SOCKET_PATHS[name],
        {
          admit: () => services.failures.next(name)?.status ?? 101,
          connect: (socket) => services.hubs[name].connect(socket),
        },
      ]),
    ),
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

/** Given sets are what there is from the first line on; the log gets them, as the truth knows nothing of the files. */
function putInForce({ sets }: GivenAnswers, book: EmoteBook): void {
  for (const { provider, channelId, emotes } of sets)
    book.edit({ provider, channelId }, { kind: 'set', emotes });
}

function openLogs(stateDir: string): { emoteLog: EmoteLog; connectionLog: ConnectionLog } {
  try {
    return { emoteLog: openEmoteLog(stateDir), connectionLog: openConnectionLog(stateDir) };
  } catch (error) {
    throw new UsageError(`cannot write to ${stateDir}: ${(error as Error).message}`, { cause: error });
  }
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
