import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseChannelLogin, type ChannelLogin } from '@emotide/domain';
import { UsageError } from '@emotide/service-kit';

/** What chat is read. */
export type Source =
  | { readonly type: 'live'; readonly channels: readonly ChannelLogin[] }
  | { readonly type: 'replay'; readonly files: readonly string[]; readonly isDemo: boolean };

export interface UpOptions {
  readonly source: Source;
  readonly speed: string;
  readonly retime: boolean;
  readonly again: boolean;
  readonly dataDirectory: string;
  readonly ports: { readonly api: number; readonly clickhouse: number; readonly nats: number };
  readonly logLevel: string;
}

/** Flags as commander gives them; each also comes from the environment. */
export interface UpFlags {
  readonly replay?: readonly string[];
  readonly speed?: string;
  readonly retime?: boolean;
  readonly again?: boolean;
  readonly dataDir: string;
  readonly apiPort: string;
  readonly clickhousePort: string;
  readonly natsPort: string;
  readonly logLevel: string;
}

/**
 * What the user asked for.
 *
 * @param base directory that relative paths start from: where the user stands
 * @param demoFile the chat that is shipped, replayed when nothing else is asked for
 * @throws UsageError naming the argument that is wrong
 */
export function parseUpOptions(
  names: readonly string[],
  flags: UpFlags,
  base: string,
  demoFile: string,
): UpOptions {
  const { replay } = flags;
  if (names.length > 0 && replay !== undefined)
    throw new UsageError('give channels to read live, or --replay FILE…, not both');
  const isDemo = names.length === 0 && replay === undefined;
  const source: Source =
    names.length > 0
      ? { type: 'live', channels: names.map(toLogin) }
      : { type: 'replay', files: (replay ?? [demoFile]).map((file) => readableFile(file, base)), isDemo };
  if (source.type === 'live')
    for (const name of ['speed', 'retime', 'again'] as const)
      if (flags[name] !== undefined) throw new UsageError(`--${name} belongs to --replay`);
  const speed = flags.speed ?? 'real';
  if (speed !== 'real' && speed !== 'max' && !(Number(speed) > 0 && Number(speed) <= 1_000_000))
    throw new UsageError(`--speed ${speed}: must be real, max or a factor such as 10`);
  return {
    source,
    speed,
    retime: flags.retime ?? isDemo,
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
