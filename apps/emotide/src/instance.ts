import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHATTER_POLICIES, type ChatterPolicy } from '@emotide/domain';
import { ROLES, type Role } from '@emotide/event-log';
import { UsageError } from '@emotide/service-kit';
import { z } from 'zod';

const secret = z.string().regex(/^[0-9a-f]{32,}$/);
const secretsSchema = z.object({
  nats: z.object(Object.fromEntries(ROLES.map((role) => [role, secret])) as Record<Role, typeof secret>),
  clickhouse: z.object({ app: secret, bi: secret }),
  /** Under which chatters are hashed. Lost, the same chatter becomes another number. */
  userKey: secret,
  /** Keys before that one: opt-outs that were made under them still hold. */
  retiredUserKeys: z.array(secret).default([]),
});
export type Secrets = z.output<typeof secretsSchema>;

const runningSchema = z.object({
  pid: z.number(),
  apiUrl: z.string(),
  clickhouseUrl: z.string(),
  natsUrl: z.string(),
  /** The simulator's control API, where chat is simulated. */
  simulatorUrl: z.string().optional(),
  /** How chatters appear. */
  users: z.enum(CHATTER_POLICIES),
  /** Process ids of the parts, by name. */
  pids: z.record(z.string(), z.number()),
  /** Ports of the services' internal servers, by name. */
  opsPorts: z.record(z.string(), z.number()),
});
/** Where a running instance is found. */
export type Running = z.output<typeof runningSchema>;

/** One Emotide on this machine: a directory with its data, its secrets and, while it runs, where it listens. */
export interface Instance {
  readonly directory: string;
  readonly natsDirectory: string;
  readonly clickhouseDirectory: string;
  readonly simDirectory: string;
}

export function instanceAt(directory: string): Instance {
  return {
    directory,
    natsDirectory: join(directory, 'nats'),
    clickhouseDirectory: join(directory, 'clickhouse'),
    simDirectory: join(directory, 'twitch-sim'),
  };
}

/**
 * The instance's secrets, made at its first start. Readable by their owner only.
 *
 * @throws UsageError when the file is there but is not what was written
 */
export function openSecrets({ directory }: Instance): Secrets {
  const path = join(directory, 'secrets.json');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const text = readIfPresent(path);
  if (text !== undefined) {
    const known = secretsSchema.safeParse(parseJson(text));
    if (!known.success)
      throw new UsageError(`${path} is damaged; restore it, or start with another --data-dir`);
    return known.data;
  }
  const make = (bytes: number) => randomBytes(bytes).toString('hex');
  const secrets: Secrets = {
    nats: Object.fromEntries(ROLES.map((role) => [role, make(24)])) as Record<Role, string>,
    clickhouse: { app: make(24), bi: make(24) },
    userKey: make(16),
    retiredUserKeys: [],
  };
  writeAtomically(path, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

/** How whoever writes chatters, or looks for what is kept of one, is told of keys. */
export function toChatterEnv(secrets: Secrets, users: ChatterPolicy): Record<string, string> {
  return {
    EMOTIDE_USERS: users,
    EMOTIDE_USER_KEY: secrets.userKey,
    EMOTIDE_USER_KEYS_RETIRED: secrets.retiredUserKeys.join(','),
  };
}

/** From the next start on, chatters have other numbers than before. */
export function rotateUserKey(instance: Instance): void {
  const secrets = openSecrets(instance);
  const next: Secrets = {
    ...secrets,
    userKey: randomBytes(16).toString('hex'),
    retiredUserKeys: [secrets.userKey, ...secrets.retiredUserKeys],
  };
  writeAtomically(join(instance.directory, 'secrets.json'), `${JSON.stringify(next, null, 2)}\n`);
}

export function writeRunning(instance: Instance, running: Running): void {
  writeAtomically(join(instance.directory, 'running.json'), `${JSON.stringify(running, null, 2)}\n`);
}

export function removeRunning(instance: Instance): void {
  rmSync(join(instance.directory, 'running.json'), { force: true });
}

/** Where the instance listens; undefined when it does not run. */
export function readRunning(instance: Instance): Running | undefined {
  const text = readIfPresent(join(instance.directory, 'running.json'));
  const running = text === undefined ? undefined : runningSchema.safeParse(parseJson(text)).data;
  if (running === undefined) return undefined;
  try {
    process.kill(running.pid, 0);
    return running;
  } catch {
    return undefined;
  }
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`cannot read ${path}: ${(error as Error).message}`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function writeAtomically(path: string, text: string): void {
  const next = `${path}.${process.pid}`;
  writeFileSync(next, text, { mode: 0o600 });
  renameSync(next, path);
}
