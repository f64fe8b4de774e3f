import { setTimeout as delay } from 'node:timers/promises';
import { NatsError, headers, type NatsConnection } from 'nats';
import type { Logger } from '@emotide/service-kit';
import { LogReader, LogReplaced, type StoredRecord } from './log-reader';
import { LogUnavailable, askLog } from './log-unavailable';
import type { SharedBucket } from './names';
import { NO_MESSAGE_FOUND } from './server-codes';

/** One value as stored. */
export interface SharedValue {
  readonly key: string;
  /** Undefined when it was removed. */
  readonly value: Uint8Array | undefined;
}

export interface FollowOptions {
  /** Called for each value that is there, then for each change, in order. It must not throw. */
  readonly onValue: (value: SharedValue) => void;
  /** Called once all that was there has been given. */
  readonly onCaughtUp?: () => void;
  /** The bucket was made anew: what was known is over; all that is there now follows, and `onCaughtUp` again. */
  readonly onReplaced?: () => void;
}

const KEY = /^[-_=a-zA-Z0-9]+(\.[-_=a-zA-Z0-9]+)*$/;
const KV_OPERATION = 'KV-Operation';
const ANSWER_WITHIN_MS = 2_000;
const READ_MS = 1_000;
const RETRY_MS = 200;

/**
 * Small values that few write and many follow, such as a channel's emotes: one KV bucket, the latest value of each key.
 *
 * Followed by the reader of the log, which survives whatever happens to the connection, the server or its consumer, and
 * takes no more than it can hold: the client's own watch is a push consumer that has neither.
 */
export class SharedValues {
  readonly #nc: NatsConnection;
  readonly #stream: string;
  readonly #prefix: string;
  readonly #inboxPrefix: string;
  readonly #log: Logger;

  constructor(nc: NatsConnection, bucket: SharedBucket, inboxPrefix: string, log: Logger) {
    this.#nc = nc;
    this.#stream = `KV_${bucket}`;
    this.#prefix = `$KV.${bucket}.`;
    this.#inboxPrefix = inboxPrefix;
    this.#log = log;
  }

  /** @throws LogUnavailable repeat; also while there is no bucket. @throws RangeError for what can be no key */
  async get(key: string): Promise<Uint8Array | undefined> {
    const stored = await askLog(async () => {
      const jsm = await this.#nc.jetstreamManager({ checkAPI: false, timeout: ANSWER_WITHIN_MS });
      try {
        return await jsm.streams.getMessage(this.#stream, { last_by_subj: this.#subjectOf(key) });
      } catch (error) {
        if (error instanceof NatsError && error.api_error?.err_code === NO_MESSAGE_FOUND) return undefined;
        throw error;
      }
    });
    return stored === undefined || stored.header.has(KV_OPERATION) ? undefined : stored.data;
  }

  /** Replaces a value. @throws as {@link get}: it may be stored or not */
  async put(key: string, value: Uint8Array | string): Promise<void> {
    const js = this.#nc.jetstream({ timeout: ANSWER_WITHIN_MS });
    const subject = this.#subjectOf(key);
    await askLog(() => js.publish(subject, value));
  }

  /** Takes a value away. @throws as {@link get}: it may be gone or not */
  async remove(key: string): Promise<void> {
    const js = this.#nc.jetstream({ timeout: ANSWER_WITHIN_MS });
    const subject = this.#subjectOf(key);
    const deletion = headers();
    deletion.set(KV_OPERATION, 'DEL');
    await askLog(() => js.publish(subject, new Uint8Array(), { headers: deletion }));
  }

  /** Gives what is there and what changes until stopped. */
  follow(options: FollowOptions): { stop(): Promise<void> } {
    const stopping = new AbortController();
    const following = this.#follow(options, stopping.signal).catch((error: unknown) => {
      this.#log.error({ err: error, stream: this.#stream }, 'values are not followed any more');
    });
    return {
      stop: () => {
        stopping.abort();
        return following;
      },
    };
  }

  async #follow({ onValue, onCaughtUp, onReplaced }: FollowOptions, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const streamCreatedAtMs = await this.#createdAtMs(signal);
      if (streamCreatedAtMs === undefined) return;
      const reader = new LogReader(this.#nc, {
        stream: this.#stream,
        subject: `${this.#prefix}>`,
        fromSeq: 1,
        streamCreatedAtMs,
        inboxPrefix: this.#inboxPrefix,
        log: this.#log,
      });
      const stop = (): void => void reader.stop();
      signal.addEventListener('abort', stop);
      let isCaughtUp = false;
      try {
        while (!signal.aborted) {
          for (const record of await reader.read(READ_MS)) onValue(this.#valueOf(record));
          if (isCaughtUp || reader.completeAtMs === -Infinity) continue;
          isCaughtUp = true;
          onCaughtUp?.();
        }
      } catch (error) {
        if (!(error instanceof LogReplaced)) throw error;
        onReplaced?.();
      } finally {
        signal.removeEventListener('abort', stop);
        await reader.stop();
      }
    }
  }

  /** Waits for the bucket. @returns undefined when stopped before it was there */
  async #createdAtMs(signal: AbortSignal): Promise<number | undefined> {
    while (!signal.aborted) {
      try {
        const jsm = await this.#nc.jetstreamManager({ checkAPI: false, timeout: ANSWER_WITHIN_MS });
        return Date.parse((await askLog(() => jsm.streams.info(this.#stream))).created);
      } catch (error) {
        if (!(error instanceof LogUnavailable)) throw error;
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    return undefined;
  }

  #valueOf(record: StoredRecord): SharedValue {
    const key = record.subject.slice(this.#prefix.length);
    return { key, value: record.header(KV_OPERATION) === '' ? record.payload : undefined };
  }

  #subjectOf(key: string): string {
    if (!KEY.test(key)) throw new RangeError('not a key');
    return this.#prefix + key;
  }
}
