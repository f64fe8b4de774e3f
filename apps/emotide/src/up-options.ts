import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseChannelLogin, type ChannelLogin, type ChatterPolicy } from '@emotide/domain';
import { MAX_PARTITIONS } from '@emotide/event-log';
import { UsageError } from '@emotide/service-kit';

/** What chat is read. */
export type Source =
  | { readonly type: 'live'; readonly channels: readonly ChannelLogin[] }
  | { readonly type: 'replay'; readonly files: readonly string[] }
  | { readonly type: 'generated'; readonly chat: GeneratedChat };

/** Chat that the simulator makes up. */
export interface GeneratedChat {
  readonly channels: number;
  /** Lines a second over all channels, or as many as are read. */
  readonly rate: number | 'max';
  readonly seed: number;
  /** `real`: as in a big channel, a quarter of the lines with emotes. `dense`: every line. */
  readonly mix: 'real' | 'dense';
  /** Stop after so many. */
  readonly lines: number | undefined;
  /** Whether chatters also write the emotes of BTTV, FFZ and 7TV. */
  readonly hasThirdParty: boolean;
}

/** How many of each share the work. */
export interface Scale {
  /** Of the event log, fixed for its life. */
  readonly partitions: number;
  /** 0: none here, somebody else starts them. */
  readonly sinks: number;
  /** 0: none here, somebody else starts them. */
  readonly collectors: number;
}

export interface UpOptions {
  readonly source: Source;
  readonly scale: Scale;
  /** How chatters appear: keyed hash, Twitch's id and names, or not at all. */
  readonly users: ChatterPolicy;
  readonly speed: string;
  readonly retime: boolean;
  readonly again: boolean;
  readonly dataDirectory: string;
  readonly ports: { readonly api: number; readonly clickhouse: number; readonly nats: number };
  /** Least level that is shown. */
  readonly logLevel: LogLevel;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Flags as commander gives them; each also comes from the environment. */
export interface UpFlags {
  readonly replay?: readonly string[];
  readonly speed?: string;
  readonly retime?: boolean;
  readonly again?: boolean;
  readonly channels?: string;
  readonly rate?: string;
  readonly seed?: string;
  readonly mix?: string;
  readonly lines?: string;
  readonly thirdParty?: boolean;
  readonly partitions?: string;
  readonly sinks?: string;
  readonly collectors?: string;
  readonly users: ChatterPolicy;
  readonly dataDir: string;
  readonly apiPort: string;
  readonly clickhousePort: string;
  readonly natsPort: string;
  readonly logLevel: LogLevel;
}

const GENERATED_FLAGS = ['channels', 'rate', 'seed', 'mix', 'lines'] as const;
const REPLAY_FLAGS = ['speed', 'retime', 'again'] as const;
/** Each insert costs the same whatever its size, so on one machine more partitions would only mean more of them. */
const ALONE: Scale = { partitions: 1, sinks: 1, collectors: 1 };
/** Processes of one kind on one machine; past that it is a mistake. */
const MAX_PROCESSES = 16;
/** A demo that moves: two hundred channels, the busiest saying a few lines a second. */
const DEMO: GeneratedChat = {
  channels: 200,
  rate: 300,
  seed: 1,
  mix: 'real',
  lines: undefined,
  hasThirdParty: true,
};

/**
 * What the user asked for: channels to read live, files to replay, or else generated chat.
 *
 * @param base directory that relative paths start from: where the user stands
 * @throws UsageError naming the argument that is wrong
 */
export function parseUpOptions(names: readonly string[], flags: UpFlags, base: string): UpOptions {
  const speed = flags.speed ?? 'real';
  if (speed !== 'real' && speed !== 'max' && !(Number(speed) > 0 && Number(speed) <= 1_000_000))
    throw new UsageError(`--speed ${speed}: must be real, max or a factor such as 10`);
  return {
    source: parseSource(names, flags, base),
    scale: {
      partitions: toWhole('--partitions', flags.partitions, MAX_PARTITIONS) ?? ALONE.partitions,
      sinks: toWhole('--sinks', flags.sinks, MAX_PROCESSES, 0) ?? ALONE.sinks,
      collectors: toWhole('--collectors', flags.collectors, MAX_PROCESSES, 0) ?? ALONE.collectors,
    },
    users: flags.users,
    speed,
    retime: flags.retime ?? false,
    again: flags.again ?? false,
    dataDirectory: resolve(base, flags.dataDir),
    ports: {
      api: toPort('--api-port', flags.apiPort),
      clickhouse: toPort('--clickhouse-port', flags.clickhousePort),
      nats: toPort('--nats-port', flags.natsPort),
    },
    logLevel: flags.logLevel,
  };
}

function parseSource(names: readonly string[], flags: UpFlags, base: string): Source {
  const { replay } = flags;
  if (names.length > 0 && replay !== undefined)
    throw new UsageError('give channels to read live, or --replay FILE…, not both');
  if (replay === undefined)
    for (const name of REPLAY_FLAGS)
      if (flags[name] !== undefined) throw new UsageError(`--${name} belongs to --replay`);
  if (names.length > 0 || replay !== undefined)
    for (const name of GENERATED_FLAGS)
      if (flags[name] !== undefined)
        throw new UsageError(`--${name} belongs to generated chat, without channels or --replay`);
  if (names.length > 0) return { type: 'live', channels: names.map(toLogin) };
  if (replay !== undefined) return { type: 'replay', files: replay.map((file) => readableFile(file, base)) };
  const mix = flags.mix ?? DEMO.mix;
  if (mix !== 'real' && mix !== 'dense') throw new UsageError(`--mix ${mix}: must be real or dense`);
  return {
    type: 'generated',
    chat: {
      channels: toWhole('--channels', flags.channels, 10_000) ?? DEMO.channels,
      rate: flags.rate === 'max' ? 'max' : (toWhole('--rate', flags.rate, 1_000_000) ?? DEMO.rate),
      seed: toWhole('--seed', flags.seed, 0xffff_ffff) ?? DEMO.seed,
      mix,
      lines: toWhole('--lines', flags.lines, 1_000_000_000_000),
      hasThirdParty: flags.thirdParty ?? DEMO.hasThirdParty,
    },
  };
}

function toWhole(flag: string, text: string | undefined, most: number, least = 1): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new UsageError(`${flag} ${text}: must be a whole number, ${least} to ${most}`);
  return value;
}

function toLogin(name: string): ChannelLogin {
  const login = parseChannelLogin(name);
  if (login === undefined) throw new UsageError(`${JSON.stringify(name)} is no channel name`);
  return login;
}

export function toPort(flag: string, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new UsageError(`${flag} ${text}: must be a port, 0 to 65535`);
  return port;
}

function readableFile(file: string, base: string): string {
  const path = resolve(base, file);
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
  }
  if (!statSync(path).isFile()) throw new UsageError(`cannot read ${file}: not a file`);
  return path;
}
