import { NatsError, type JetStreamManager, type NatsConnection } from 'nats';
import type { Logger } from '@emotide/service-kit';
import { HEADERS } from './batch-envelope';
import { LogReader } from './log-reader';
import { askLog } from './log-unavailable';
import { QUARANTINE_STREAM } from './names';
import { QUARANTINE_HEADERS } from './quarantine';
import { recordsUpTo } from './records-up-to';

/** A record in quarantine. Texts and payload are as hostile as whoever published them. */
export interface QuarantinedRecord {
  /** Sequence in quarantine, by which people name it. */
  readonly seq: number;
  /** Partition of the log that it stood in; undefined when it was not put here by a sink. */
  readonly partition: number | undefined;
  readonly reason: string;
  /** When it was put here, epoch ms by the server's clock. */
  readonly quarantinedAtMs: number;
  /** Names the record of the log for ever; two entries of one origin are one record. */
  readonly origin: string;
  /** Its sequence in the log, and when the log had stored it, epoch ms. */
  readonly originSeq: number | undefined;
  readonly storedAtMs: number | undefined;
  readonly payload: Uint8Array;
  /** A header that was kept; empty when absent. */
  header(name: string): string;
}

const MESSAGE_GONE = [10037, 10043, 10057];
const PARTITION = /^quarantine\.v1\.p(\d\d|100)$/;
const ORIGIN = /^(\d{1,3})\.(\d{1,15})\.(\d{7,20})$/;

/** What nobody could use, for people to look at and to decide about. Needs the owner's permissions. */
export class QuarantineBox {
  readonly #nc: NatsConnection;
  readonly #inboxPrefix: string;
  readonly #log: Logger;

  constructor(nc: NatsConnection, inboxPrefix: string, log: Logger) {
    this.#nc = nc;
    this.#inboxPrefix = inboxPrefix;
    this.#log = log;
  }

  /** Everything in it, oldest first. @throws LogUnavailable */
  async *read(): AsyncGenerator<QuarantinedRecord> {
    const { state } = await this.#ask((jsm) => jsm.streams.info(QUARANTINE_STREAM));
    if (state.messages === 0) return;
    const reader = new LogReader(this.#nc, {
      stream: QUARANTINE_STREAM,
      fromSeq: state.first_seq,
      inboxPrefix: this.#inboxPrefix,
      log: this.#log,
    });
    try {
      for await (const { seq, subject, storedAtNs, payload, header } of recordsUpTo(reader, state.last_seq))
        yield toQuarantined(seq, subject, Number(storedAtNs.slice(0, -6)), payload, header);
    } finally {
      await reader.stop();
    }
  }

  /** @returns undefined when it is not, or no longer, there. @throws LogUnavailable */
  async get(seq: number): Promise<QuarantinedRecord | undefined> {
    return this.#ask(async (jsm) => {
      try {
        const { subject, time, data, header } = await jsm.streams.getMessage(QUARANTINE_STREAM, { seq });
        return toQuarantined(seq, subject, time.getTime(), data, (name) => header.get(name));
      } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
      }
    });
  }

  /** Removes an entry for good; one that is gone already is none to complain about. @throws LogUnavailable */
  async remove(seq: number): Promise<void> {
    await this.#ask(async (jsm) => {
      try {
        await jsm.streams.deleteMessage(QUARANTINE_STREAM, seq, false);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    });
  }

  #ask<T>(work: (jsm: JetStreamManager) => Promise<T>): Promise<T> {
    return askLog(async () => work(await this.#nc.jetstreamManager({ checkAPI: false })));
  }
}

function isGone(error: unknown): boolean {
  return error instanceof NatsError && MESSAGE_GONE.includes(error.api_error?.err_code ?? 0);
}

function toQuarantined(
  seq: number,
  subject: string,
  quarantinedAtMs: number,
  payload: Uint8Array,
  header: (name: string) => string,
): QuarantinedRecord {
  const [, partition] = PARTITION.exec(subject) ?? [];
  const origin = header(HEADERS.messageId);
  const [isOrigin, , originSeq, storedAtNs] = ORIGIN.exec(origin) ?? [];
  return {
    seq,
    partition: partition === undefined ? undefined : Number(partition),
    reason: header(QUARANTINE_HEADERS.reason),
    quarantinedAtMs,
    origin: isOrigin ?? `quarantine.${seq}`,
    originSeq: originSeq === undefined ? undefined : Number(originSeq),
    storedAtMs: storedAtNs === undefined ? undefined : Number(storedAtNs.slice(0, -6)),
    payload,
    header,
  };
}
