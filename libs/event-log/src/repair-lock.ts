import { setTimeout as delay } from 'node:timers/promises';
import { NatsError, type KV, type NatsConnection } from 'nats';
import { UsageError } from '@emotide/service-kit';
import { z } from 'zod';
import { LogUnavailable, askLog } from './log-unavailable';
import { REPAIRS_BUCKET } from './names';
import { NO_MESSAGE_FOUND } from './server-codes';

/** What operators do to log and warehouse, one at a time. */
export const REPAIRS = ['quarantine', 'replay-log', 'repartition', 'rollups', 'forget'] as const;
export type Repair = (typeof REPAIRS)[number];

/** UTC days of the log, `YYYY-MM-DD`, both included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** The last day of a range that goes on to the end of the log, whatever day that will be. */
export const OPEN_END = '9999-12-31';

/** `from 2026-11-22 to 2026-11-23`, or `from 2026-11-22 on` */
export function describeDays({ from, to }: DayRange): string {
  return to === OPEN_END ? `from ${from} on` : `from ${from} to ${to}`;
}

const whole = z.number().int().nonnegative();
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const claimSchema = z.object({
  version: z.literal(1),
  what: z.enum(REPAIRS),
  /** Who holds it: new for each command. */
  id: z.string(),
  beganAtMs: whole,
  /** Grows while the command lives. */
  beat: whole,
  /** The days that are being exchanged in the warehouse: as long as they stand here, no sink writes. */
  exchanging: z.object({ from: day, to: day }).optional(),
});
type Claim = z.output<typeof claimSchema>;

/** The lock was taken by another command, as this one gave no sign of life for too long. */
export class RepairLost extends Error {
  override name = 'RepairLost';
}

/** The warehouse's tables are being exchanged, or were when the command that did it was killed: no sink may write. */
export class SinksPaused extends LogUnavailable {
  override name = 'SinksPaused';
}

export interface RepairLockOptions {
  readonly what: Repair;
  /** New for each command. */
  readonly id: string;
  /** How often the holder gives a sign of life. Default 2,000 ms. */
  readonly renewMs?: number;
  /** How long a holder may be silent, by the clock of who waits for it. Default 10,000 ms. */
  readonly termMs?: number;
}

const KEY = 'lock';
const RENEW_MS = 2_000;
const TERM_MS = 10_000;
const ANSWER_WITHIN_MS = 2_000;
const WRONG_LAST_SEQUENCE = 10071;
const STREAM_NOT_FOUND = 10059;

/**
 * Keeps two repairs from working at the same time, and sinks from writing while one exchanges the warehouse's tables.
 *
 * One key, replaced by compare-and-set. A holder counts up; one that has not counted for ten seconds on the clock of
 * the one who waits is dead or frozen, and is replaced; should it wake, its next {@link RepairLock.confirm} fails.
 */
export class RepairLock {
  readonly #kv: KV;
  readonly #renewMs: number;
  readonly #timer: NodeJS.Timeout;
  #claim: Claim;
  #revision: number;
  /** When the last successful write was sent, by `performance.now()`. */
  #heldSinceMs: number;
  /** One write at a time: each needs the revision of the one before. */
  #writing: Promise<void> = Promise.resolve();
  /** Days that a command before this one had begun to exchange, and this one has to finish. */
  readonly unfinished: DayRange | undefined;

  private constructor(kv: KV, claim: Claim, revision: number, heldSinceMs: number, renewMs: number) {
    this.#kv = kv;
    this.#claim = claim;
    this.#revision = revision;
    this.#heldSinceMs = heldSinceMs;
    this.#renewMs = renewMs;
    this.unfinished = claim.exchanging;
    // Its failure shows at the next confirm.
    this.#timer = setInterval(() => void this.#write({}).catch(() => undefined), renewMs);
  }

  /**
   * Takes the lock, at once or after its holder has been silent for long enough.
   *
   * @throws UsageError when another repair is under way, or one has to be finished first
   * @throws LogUnavailable
   */
  static async take(nc: NatsConnection, options: RepairLockOptions): Promise<RepairLock> {
    const { what, id, renewMs = RENEW_MS, termMs = TERM_MS } = options;
    const kv = await openBucket(nc);
    for (;;) {
      const found = await readClaim(nc);
      const holder = found?.claim;
      const exchanging = holder?.exchanging;
      if (holder !== undefined && exchanging !== undefined && what !== holder.what) {
        const { name, command } = describeExchange(holder.what);
        throw new UsageError(`${name} ${describeDays(exchanging)} is not finished: run ${command} first`);
      }
      if (holder !== undefined) await expectSilence(nc, holder, renewMs, termMs);
      const claim: Claim = {
        version: 1,
        what,
        id,
        beganAtMs: Date.now(),
        beat: 0,
        ...(exchanging && { exchanging }),
      };
      const heldSinceMs = performance.now();
      const revision = await askLog(() =>
        compareAndSet(kv, found?.revision ?? 0, JSON.stringify(claim), found?.isDeleted ?? true),
      );
      if (revision !== undefined) return new RepairLock(kv, claim, revision, heldSinceMs, renewMs);
    }
  }

  /**
   * Makes sure that the lock is still held: at once when it was lately, else by asking.
   *
   * @throws RepairLost stop at once
   * @throws LogUnavailable nothing is known: ask again
   */
  async confirm(): Promise<void> {
    if (performance.now() - this.#heldSinceMs > 2 * this.#renewMs) await this.#write({});
  }

  /**
   * From now on sinks that start wait, and those that run are stopped by the caller taking their intents.
   *
   * @throws RepairLost, LogUnavailable
   */
  async pauseSinks(days: DayRange): Promise<void> {
    await this.#write({ exchanging: days });
  }

  /** Lets sinks go on, and keeps the lock. @throws RepairLost, LogUnavailable */
  async resumeSinks(): Promise<void> {
    await this.#write({ exchanging: undefined });
  }

  /** Lets others go on: nothing is left undone. @throws RepairLost, LogUnavailable */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing.catch(() => undefined);
    await askLog(() => this.#kv.delete(KEY, { previousSeq: this.#revision }));
  }

  /** Stops giving signs of life, and leaves what stands: the next command finishes it. */
  abandon(): void {
    clearInterval(this.#timer);
  }

  #write(change: { readonly exchanging?: DayRange | undefined }): Promise<void> {
    const write = async (): Promise<void> => {
      const claim = { ...this.#claim, ...change, beat: this.#claim.beat + 1 };
      const sentAtMs = performance.now();
      const revision = await askLog(async () => {
        const body = JSON.stringify(claim);
        const taken = await compareAndSet(this.#kv, this.#revision, body, false);
        if (taken !== undefined) return taken;
        // Either an answer of ours got lost, or we did.
        const now = await this.#kv.get(KEY);
        const ours = now?.operation === 'PUT' ? parseClaim(now.string()) : undefined;
        if (now === null || ours?.id !== claim.id)
          throw new RepairLost('another repair took over, as this one was silent for too long');
        return (await compareAndSet(this.#kv, now.revision, body, false)) ?? now.revision;
      });
      this.#revision = revision;
      this.#claim = claim;
      this.#heldSinceMs = sentAtMs;
    };
    this.#writing = this.#writing.catch(() => undefined).then(write);
    return this.#writing;
  }
}

/**
 * Asked by a sink after it read its intent, never before: a repair announces itself first and takes the intents then,
 * so whoever finds no announcement with an intent in hand is stopped by its next compare-and-set.
 *
 * @throws SinksPaused repeat
 * @throws LogUnavailable repeat
 */
export async function expectUnpaused(nc: NatsConnection): Promise<void> {
  const claim = (await readClaim(nc))?.claim;
  if (claim?.exchanging === undefined) return;
  const { name, command } = describeExchange(claim.what);
  throw new SinksPaused(
    `${name} ${describeDays(claim.exchanging)} is not finished; if none is under way, run it again: ${command} --from ${claim.exchanging.from}`,
  );
}

function describeExchange(what: Repair): { name: string; command: string } {
  return what === 'rollups'
    ? { name: 'a rebuild of the roll-ups', command: 'emotide rollups rebuild' }
    : { name: 'a replay of the log', command: 'emotide replay-log' };
}

async function openBucket(nc: NatsConnection): Promise<KV> {
  const { views } = nc.jetstream({ timeout: ANSWER_WITHIN_MS });
  return askLog(() => views.kv(REPAIRS_BUCKET, { bindOnly: true }));
}

interface Found {
  readonly revision: number;
  /** Undefined when released, or when it is no claim of ours. */
  readonly claim: Claim | undefined;
  readonly isDeleted: boolean;
}

/** Asks the bucket's leader: a replica that lags behind would miss what was written a moment ago. */
async function readClaim(nc: NatsConnection): Promise<Found | undefined> {
  return askLog(async () => {
    const jsm = await nc.jetstreamManager({ checkAPI: false, timeout: ANSWER_WITHIN_MS });
    try {
      const message = await jsm.streams.getMessage(`KV_${REPAIRS_BUCKET}`, {
        last_by_subj: `$KV.${REPAIRS_BUCKET}.${KEY}`,
      });
      const isDeleted = message.header.get('KV-Operation') !== '';
      const claim = isDeleted ? undefined : parseClaim(message.string());
      return { revision: message.seq, claim, isDeleted };
    } catch (error) {
      const code = error instanceof NatsError ? error.api_error?.err_code : undefined;
      if (code === NO_MESSAGE_FOUND || code === STREAM_NOT_FOUND) return undefined;
      throw error;
    }
  });
}

function parseClaim(text: string): Claim | undefined {
  try {
    return claimSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** @throws UsageError when the holder gives a sign of life within the term */
async function expectSilence(
  nc: NatsConnection,
  holder: Claim,
  renewMs: number,
  termMs: number,
): Promise<void> {
  const deadlineMs = performance.now() + termMs;
  do {
    await delay(Math.min(renewMs, Math.max(0, deadlineMs - performance.now())));
    const now = (await readClaim(nc))?.claim;
    if (now === undefined) return;
    if (now.id !== holder.id || now.beat !== holder.beat)
      throw new UsageError(
        `${now.what} is under way since ${new Date(now.beganAtMs).toISOString()}: wait for its end`,
      );
  } while (performance.now() < deadlineMs);
}

/** @returns the new revision; undefined when somebody else was first */
async function compareAndSet(
  kv: KV,
  revision: number,
  body: string,
  isNew: boolean,
): Promise<number | undefined> {
  try {
    return isNew ? await kv.create(KEY, body) : await kv.update(KEY, body, revision);
  } catch (error) {
    if (error instanceof NatsError && error.api_error?.err_code === WRONG_LAST_SEQUENCE) return undefined;
    throw error;
  }
}
