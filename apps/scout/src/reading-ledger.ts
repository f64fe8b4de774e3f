import type { ChannelId } from '@emotide/domain';
import type { ReadingTimes } from './reading-queue';
import { SOURCES, type Source } from './source';

export interface ReadingLedgerOptions {
  /** Brings a value into the bucket `jobs`, after a while in which more may come to it. */
  readonly write: (key: string, toBytes: () => Uint8Array, afterMs: number) => void;
  /** Epoch ms. */
  readonly nowMs: () => number;
}

interface Line {
  readonly times: Partial<Record<Source, number>>;
  /** 7TV's own id of the streamer, by which its live updates tell that another set is worn. */
  sevenTvUserId: string | null;
}

/** A reading rewrites one of so many values. */
const SHARDS = 16;
const PREFIX = 'readings.';
const WRITE_AFTER_MS = 2_000;
/** A channel that was not read for so long is left out: it is not kept up any more. */
const KEEP_FOR_MS = 7 * 86_400_000;
const FORMAT = 1;
const ID = /^[1-9]\d{0,19}$/;
const USER_ID = /^[A-Za-z0-9_-]{1,64}$/;
const MAX_BYTES = 1_048_576;

/**
 * When which channel was read from which source: apart from the sets, as those hardly ever change, and in the bucket, so
 * that whoever takes over goes on instead of reading everything again.
 */
export class ReadingLedger {
  readonly #options: ReadingLedgerOptions;
  readonly #lines = new Map<ChannelId, Line>();

  constructor(options: ReadingLedgerOptions) {
    this.#options = options;
  }

  /** Whether a key of the bucket is one of this ledger's. */
  static isKey(key: string): boolean {
    return key.startsWith(PREFIX);
  }

  /** Takes what the bucket has. @returns false for a value that can't be used */
  restore(bytes: Uint8Array): boolean {
    const lines = parseLines(bytes);
    if (lines === undefined) return false;
    for (const [channelId, line] of lines) this.#lines.set(channelId, line);
    return true;
  }

  timesOf(channelId: ChannelId): ReadingTimes {
    return this.#lines.get(channelId)?.times ?? {};
  }

  sevenTvUserOf(channelId: ChannelId): string | null {
    return this.#lines.get(channelId)?.sevenTvUserId ?? null;
  }

  note(channelId: ChannelId, source: Source, readAtMs: number): void {
    this.#lineOf(channelId).times[source] = readAtMs;
    this.#write(channelId);
  }

  noteSevenTvUser(channelId: ChannelId, userId: string | null): void {
    this.#lineOf(channelId).sevenTvUserId = userId;
    this.#write(channelId);
  }

  #lineOf(channelId: ChannelId): Line {
    const line = this.#lines.get(channelId) ?? { times: {}, sevenTvUserId: null };
    this.#lines.set(channelId, line);
    return line;
  }

  #write(channelId: ChannelId): void {
    const shard = shardOf(channelId);
    const key = `${PREFIX}${String(shard).padStart(2, '0')}`;
    this.#options.write(key, () => this.#encode(shard), WRITE_AFTER_MS);
  }

  #encode(shard: number): Uint8Array {
    const sinceMs = this.#options.nowMs() - KEEP_FOR_MS;
    const channels: Record<string, readonly (number | string | null)[]> = {};
    for (const [channelId, { times, sevenTvUserId }] of this.#lines) {
      if (shardOf(channelId) !== shard) continue;
      if (Object.values(times).some((time) => time >= sinceMs))
        channels[channelId] = [...SOURCES.map((source) => times[source] ?? null), sevenTvUserId];
      else this.#lines.delete(channelId);
    }
    return Buffer.from(JSON.stringify({ v: FORMAT, sources: SOURCES, channels }));
  }
}

/** The last digits of Twitch's ids are as good as random. */
const shardOf = (channelId: ChannelId): number => Number(channelId.slice(-6)) % SHARDS;

function parseLines(bytes: Uint8Array): ReadonlyMap<ChannelId, Line> | undefined {
  if (bytes.length > MAX_BYTES) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
  if (!isRecord(value) || value['v'] !== FORMAT) return undefined;
  if (JSON.stringify(value['sources']) !== JSON.stringify(SOURCES)) return undefined;
  const channels = value['channels'];
  if (!isRecord(channels)) return undefined;
  const lines = new Map<ChannelId, Line>();
  for (const [channelId, row] of Object.entries(channels)) {
    if (!ID.test(channelId) || !Array.isArray(row)) return undefined;
    const cells = row as readonly unknown[];
    const times: Partial<Record<Source, number>> = {};
    for (const [i, source] of SOURCES.entries()) {
      const time = cells[i];
      if (typeof time === 'number' && Number.isFinite(time)) times[source] = time;
      else if (time !== null) return undefined;
    }
    const userId = cells[SOURCES.length];
    const isUser = typeof userId === 'string' && USER_ID.test(userId);
    lines.set(channelId as ChannelId, { times, sevenTvUserId: isUser ? userId : null });
  }
  return lines;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
