import { NatsError, type KV, type NatsConnection } from 'nats';
import { SINK_INTENTS_BUCKET } from './names';
import { partitionName } from './partition';
import type { SeenBatchesState } from './seen-batches';

/** What a partition's sink is about to insert, or has inserted: written before the insert, never after. */
export interface SinkIntent {
  readonly version: 1;
  /** When the stream was created, epoch ms: another stream under the same name is another log. */
  readonly streamCreatedAtMs: number;
  /** First and last sequence of the run, both included. */
  readonly first: number;
  readonly last: number;
  /** Sequences in the run that are not inserted: refused records, kept in quarantine. */
  readonly excluded: readonly number[];
  /** What {@link SeenBatches} knew before the run, so that a second reading of it decides the same. */
  readonly seenBefore: SeenBatchesState;
  /** ClickHouse's deduplication token of the insert. */
  readonly token: string;
}

/** Another sink has written this partition's intent since: this one must stop at once. */
export class FencedError extends Error {
  override name = 'FencedError';
}

/** nats-server's code for a compare-and-set that lost. */
const WRONG_LAST_SEQUENCE = 10071;
const RETRY_MS = 100;

/** The intent of one partition, read once and then replaced by compare-and-set. */
export class SinkIntents {
  readonly #kv: KV;
  readonly #key: string;
  #revision = 0;

  private constructor(kv: KV, partition: number) {
    this.#kv = kv;
    this.#key = partitionName(partition);
  }

  static async open(nc: NatsConnection, partition: number): Promise<SinkIntents> {
    return new SinkIntents(await nc.jetstream().views.kv(SINK_INTENTS_BUCKET, { bindOnly: true }), partition);
  }

  /**
   * The intent as last written.
   *
   * @throws SyntaxError when what is stored is no intent
   */
  async read(): Promise<SinkIntent | undefined> {
    const entry = await this.#kv.get(this.#key);
    this.#revision = entry?.revision ?? 0;
    return entry === null || entry.operation !== 'PUT' ? undefined : parseIntent(entry.string());
  }

  /**
   * Replaces the intent that this object read or wrote last. Tries until the server answers: the run's borders must
   * be known before its insert.
   *
   * @throws FencedError when somebody else wrote in between
   */
  async write(intent: SinkIntent, isStopped: () => boolean): Promise<void> {
    const body = JSON.stringify(intent);
    for (;;) {
      try {
        this.#revision =
          this.#revision === 0
            ? await this.#kv.create(this.#key, body)
            : await this.#kv.update(this.#key, body, this.#revision);
        return;
      } catch (error) {
        if (isStopped()) throw error;
        if (error instanceof NatsError && error.api_error?.err_code === WRONG_LAST_SEQUENCE) {
          // Either an answer of ours got lost, or we did.
          const now = await this.#kv.get(this.#key).catch(() => undefined);
          if (now?.string() === body) {
            this.#revision = now.revision;
            return;
          }
          if (now !== undefined) throw new FencedError(`another sink owns ${this.#key}`);
        }
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}

function parseIntent(text: string): SinkIntent {
  const value = JSON.parse(text) as SinkIntent;
  if (value.version !== 1 || !Number.isSafeInteger(value.first) || !Number.isSafeInteger(value.last))
    throw new SyntaxError('not an intent of this version');
  return value;
}
