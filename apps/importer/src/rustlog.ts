import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { ChatSource } from './chat-source';
import { HttpRefusal, fetchBytes, type FetchOptions } from './fetch-bytes';
import type { ImportOptions } from './import-options';
import { InputError } from './input-error';
import { unpack } from './unpack';

const DAY_MS = 86_400_000;
/** Between two requests to one host, each of the parallel ones. */
const REST_MS = 100;
const MOST_LIST_BYTES = 16 * 1024 * 1024;
/** Of days fetched ahead, so much waits in memory. */
const MOST_AHEAD_BYTES = 64 * 1024 * 1024;

const listSchema = z.object({
  availableLogs: z.array(
    z.object({
      year: z.coerce.number().int(),
      month: z.coerce.number().int(),
      day: z.coerce.number().int().optional(),
    }),
  ),
});

/** One day of one channel, as a rustlog or justlog serves it. */
export interface LoggedDay {
  readonly channel: string;
  /** Its begin, epoch ms, UTC. */
  readonly dayMs: number;
}

/** Whether an address is the whole of a rustlog, and not one file. */
export function isLogHost(url: URL): boolean {
  return url.pathname === '/' && url.search === '';
}

/** `https://HOST/channel/xqcow/2019/9/15?raw`; a channel named by digits is one by id. */
export function toDayUrl(base: URL, { channel, dayMs }: LoggedDay): URL {
  const day = new Date(dayMs);
  const date = [day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()].join('/');
  return new URL(`/${kindOf(channel)}/${channel}/${date}?raw`, base);
}

const kindOf = (channel: string): string => (/^\d+$/.test(channel) ? 'channelid' : 'channel');

/**
 * The days of the channels that are asked for, oldest first, one channel after the other: those that the host says it has,
 * or, where it has no list, all between `--from` and `--to`.
 *
 * @throws InputError
 */
export async function findLoggedDays(
  base: URL,
  { channels, wanted }: Pick<ImportOptions, 'channels' | 'wanted'>,
  fetchOptions: FetchOptions,
  nowMs: number,
): Promise<LoggedDay[]> {
  if (channels.length === 0) throw new InputError('of a log host, name the channels: --channel');
  const days: LoggedDay[] = [];
  for (const channel of channels) {
    const listed = await listDays(base, channel, fetchOptions);
    if (listed === undefined && !Number.isFinite(wanted.fromMs))
      throw new InputError(`${base.host} has no list of what it has of ${channel}: say --from`);
    const firstMs = Math.floor(wanted.fromMs / DAY_MS) * DAY_MS;
    const all =
      listed ??
      Array.from(
        { length: Math.max(0, Math.ceil((Math.min(wanted.toMs, nowMs) - firstMs) / DAY_MS)) },
        (_, n) => firstMs + n * DAY_MS,
      );
    for (const dayMs of all)
      if (dayMs + DAY_MS > wanted.fromMs && dayMs < wanted.toMs) days.push({ channel, dayMs });
  }
  return days;
}

/** @returns undefined when the host has no such list */
async function listDays(base: URL, channel: string, options: FetchOptions): Promise<number[] | undefined> {
  const url = new URL(`/list?${kindOf(channel)}=${channel}`, base);
  let text = '';
  try {
    for await (const chunk of unpack(fetchBytes(url, options))) {
      text += chunk.toString();
      if (text.length > MOST_LIST_BYTES) throw new InputError(`${base.host}: its list of days is too long`);
    }
  } catch (error) {
    if (error instanceof HttpRefusal && error.status === 404) return undefined;
    throw error;
  }
  const parsed = listSchema.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  return parsed.data.availableLogs
    .filter(({ day }) => day !== undefined)
    .map(({ year, month, day }) => Date.UTC(year, month - 1, day))
    .filter((dayMs) => Number.isFinite(dayMs))
    .sort((a, b) => a - b);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One address as a source. A day that the host does not have is an empty one. */
export function urlSource(url: URL, options: FetchOptions & { readonly isOptional: boolean }): ChatSource {
  return {
    name: url.href,
    bytes: undefined,
    async *open(onRead) {
      try {
        for await (const chunk of fetchBytes(url, options)) {
          onRead(chunk.length);
          yield chunk;
        }
      } catch (error) {
        if (!(options.isOptional && error instanceof HttpRefusal && error.status === 404)) throw error;
      }
    },
  };
}

/**
 * Days in their order, of which the next ones are fetched while one is read, `parallel` at a time and no more than fits
 * into some memory.
 */
export async function* daysAhead(
  base: URL,
  days: readonly LoggedDay[],
  parallel: number,
  options: FetchOptions,
): AsyncGenerator<ChatSource> {
  const open: AheadSource[] = [];
  let next = 0;
  try {
    while (next < days.length || open.length > 0) {
      while (open.length < parallel && next < days.length) {
        const url = toDayUrl(base, days[next++]!);
        open.push(
          new AheadSource(urlSource(url, { ...options, isOptional: true }), MOST_AHEAD_BYTES / parallel),
        );
        await delay(REST_MS, undefined, { signal: options.signal }).catch(() =>
          options.signal.throwIfAborted(),
        );
      }
      yield open[0]!;
      await open.shift()!.close();
    }
  } finally {
    for (const one of open) await one.close();
  }
}

/** Fetches before it is read, up to a bound; read a second time, it is fetched a second time. */
class AheadSource implements ChatSource {
  readonly bytes = undefined;
  readonly #source: ChatSource;
  readonly #mostBytes: number;
  #chunks: Buffer[] = [];
  #held = 0;
  #isOver = false;
  #failure: { readonly error: unknown } | undefined;
  #isTaken = false;
  #isClosed = false;
  #wakeReader: (() => void) | undefined;
  #wakeFetcher: (() => void) | undefined;

  constructor(source: ChatSource, mostBytes: number) {
    this.#source = source;
    this.#mostBytes = mostBytes;
    void this.#fetch();
  }

  get name(): string {
    return this.#source.name;
  }

  async *open(onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
    if (this.#isTaken) {
      yield* this.#source.open(onRead);
      return;
    }
    this.#isTaken = true;
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.#held -= chunk.length;
        this.#wakeFetcher?.();
        onRead(chunk.length);
        yield chunk;
      } else if (this.#failure !== undefined) throw this.#failure.error;
      else if (this.#isOver) return;
      else await new Promise<void>((resolve) => (this.#wakeReader = resolve));
    }
  }

  close(): Promise<void> {
    this.#isClosed = true;
    this.#chunks = [];
    this.#wakeFetcher?.();
    return Promise.resolve();
  }

  async #fetch(): Promise<void> {
    try {
      for await (const chunk of this.#source.open(() => undefined)) {
        this.#chunks.push(chunk);
        this.#held += chunk.length;
        this.#wakeReader?.();
        while (this.#held > this.#mostBytes && !this.#isClosed)
          await new Promise<void>((resolve) => (this.#wakeFetcher = resolve));
        if (this.#isClosed) break;
      }
    } catch (error) {
      this.#failure = { error };
    }
    this.#isOver = true;
    this.#wakeReader?.();
  }
}
