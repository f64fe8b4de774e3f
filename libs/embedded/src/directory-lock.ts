import { mkdir, readFile, readdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UsageError } from '@emotide/service-kit';
import { processIdentity } from './process-identity';

export interface DirectoryLock {
  /**
   * Makes another process a holder too, so that the directory stays locked while either lives: a server's
   * supervisor may be killed and the server outlive it for a moment.
   */
  extendTo(pid: number): Promise<void>;
  /** Gives the directory up, for every holder named through this lock. */
  release(): Promise<void>;
}

const CLAIM = /^lock-(\d+)-(\w+)$/;
const RETRY_MS = 50;
/** Tries after which a holder whose supervisor lives is believed to stay. */
const STAYS_AFTER = 4;

/**
 * Makes this process the only one that works in `directory` (created, mode 0700, if absent).
 *
 * Each contender first writes a claim of its own, named by its pid and start time, and then looks for others:
 * whoever sees a living one withdraws. Since both write before they look, two can never both go on; and a dead
 * one's claim is removed without a race, as its name will never come back.
 *
 * @param purpose who says it, for the message: "Emotide", "nats-server".
 * @param options.waitMs how long to wait for a holder that may be going away; default not at all.
 * @param options.supervisor pid of the process that the holders end with. While it lives, nobody waits for them.
 * @throws UsageError naming the pid of the living holder, or why the directory can't be written to.
 */
export async function lockDirectory(
  directory: string,
  purpose: string,
  options: { waitMs?: number; supervisor?: number } = {},
): Promise<DirectoryLock> {
  const { waitMs = 0, supervisor } = options;
  const deadlineMs = performance.now() + waitMs;
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new UsageError(`${directory} can't be used: ${(error as Error).message}`, { cause: error });
  });
  const text = toClaimText(purpose, supervisor);
  for (let stays = 0; ;) {
    const holder = await tryClaim(directory, text);
    if (holder === undefined) break;
    // Seen once, it may be a contender that withdraws just as we do.
    stays = holder.stays ? stays + 1 : 0;
    // Waiting for oneself would be in vain.
    if (holder.pid === process.pid || stays >= STAYS_AFTER || performance.now() >= deadlineMs) {
      throw new UsageError(`another ${holder.purpose || purpose} (pid ${holder.pid}) runs on ${directory}`);
    }
    // Unequal waits, so that two who withdrew before each other don't do it for ever.
    await delay(RETRY_MS * (0.5 + Math.random()));
  }
  const claims = [claimPath(directory, process.pid)];
  return {
    async extendTo(pid) {
      const path = claimPath(directory, pid);
      await writeFile(path, text, { mode: 0o600 });
      claims.push(path);
    },
    async release() {
      await Promise.all(claims.splice(0).map((path) => unlink(path).catch(() => undefined)));
    },
  };
}

interface Holder {
  readonly pid: number;
  readonly purpose: string;
  /** Its supervisor lives, so it isn't going away. */
  readonly stays: boolean;
}

/** Claims the directory, or says who holds it. */
async function tryClaim(directory: string, text: string): Promise<Holder | undefined> {
  const own = claimPath(directory, process.pid);
  try {
    await writeFile(own, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return toHolder(process.pid, text);
    throw new UsageError(`${directory} can't be used: ${(error as Error).message}`, { cause: error });
  }
  const holder = await findOther(directory, own);
  if (holder !== undefined) await unlink(own).catch(() => undefined);
  return holder;
}

async function findOther(directory: string, own: string): Promise<Holder | undefined> {
  for (const name of await readdir(directory)) {
    const [, pidText, identity] = CLAIM.exec(name) ?? [];
    const path = join(directory, name);
    if (pidText === undefined || path === own) continue;
    const pid = Number(pidText);
    if (processIdentity(pid) === identity) return toHolder(pid, await readFile(path, 'utf8').catch(() => ''));
    await unlink(path).catch(() => undefined);
  }
  return undefined;
}

function claimPath(directory: string, pid: number): string {
  // A process that is already gone gets a claim that nobody believes.
  return join(directory, `lock-${pid}-${processIdentity(pid) ?? 'gone'}`);
}

/** The purpose, and on a second line the supervisor's pid and identity, if there is one. */
function toClaimText(purpose: string, supervisor: number | undefined): string {
  return supervisor === undefined
    ? purpose
    : `${purpose}\n${supervisor} ${processIdentity(supervisor) ?? 'gone'}`;
}

function toHolder(pid: number, text: string): Holder {
  const [purpose = '', supervisor] = text.split('\n');
  const [supervisorPid, identity] = supervisor?.split(' ') ?? [];
  return {
    pid,
    purpose,
    stays: identity !== undefined && processIdentity(Number(supervisorPid)) === identity,
  };
}
