import { NatsError, type KV, type NatsConnection } from 'nats';
import { z } from 'zod';
import { askLog } from './log-unavailable';
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

const whole = z.number().int().nonnegative();
const sequence = whole.min(1);
const schema = z
  .object({
    version: z.literal(1),
    streamCreatedAtMs: whole,
    first: sequence,
    last: sequence,
    excluded: z.array(sequence).readonly(),
    seenBefore: z.array(z.tuple([z.string(), whole], whole).readonly()).readonly(),
    token: z.string().min(1),
  })
  .refine(({ first, last }) => first <= last);

/** Another sink has written this partition's intent since: this one must stop at once. */
export class FencedError extends Error {
  override name = 'FencedError';
}

/** nats-server's code for a compare-and-set that lost. */
const WRONG_LAST_SEQUENCE = 10071;
const ANSWER_WITHIN_MS = 2_000;

/** The intent of one partition, read once and then replaced by compare-and-set. */
export class SinkIntents {
  readonly #kv: KV;
  readonly #key: string;
  #revision = 0;

  private constructor(kv: KV, partition: number) {
    this.#kv = kv;
    this.#key = partitionName(partition);
  }

  /** @throws LogUnavailable repeat */
  static async open(nc: NatsConnection, partition: number): Promise<SinkIntents> {
    const { views } = nc.jetstream({ timeout: ANSWER_WITHIN_MS });
    return new SinkIntents(await askLog(() => views.kv(SINK_INTENTS_BUCKET, { bindOnly: true })), partition);
  }

  /**
   * The intent as last written.
   *
   * @throws LogUnavailable repeat
   * @throws SyntaxError when what is stored is no intent of this version
   */
  async read(): Promise<SinkIntent | undefined> {
    const entry = await askLog(() => this.#kv.get(this.#key));
    this.#revision = entry?.revision ?? 0;
    return entry === null || entry.operation !== 'PUT' ? undefined : parseIntent(entry.string());
  }

  /**
   * Replaces the intent that this object read or wrote last.
   *
   * @throws LogUnavailable nothing is known: repeat with the same intent, as the insert must wait for it
   * @throws FencedError when somebody else wrote in between
   */
  async write(intent: SinkIntent): Promise<void> {
    const body = JSON.stringify(intent);
    await askLog(async () => {
      try {
        this.#revision =
          this.#revision === 0
            ? await this.#kv.create(this.#key, body)
            : await this.#kv.update(this.#key, body, this.#revision);
      } catch (error) {
        if (!(error instanceof NatsError) || error.api_error?.err_code !== WRONG_LAST_SEQUENCE) throw error;
        // Either an answer of ours got lost, or we did.
        const now = await this.#kv.get(this.#key);
        if (now?.string() !== body) throw new FencedError(`another sink owns ${this.#key}`);
        this.#revision = now.revision;
      }
    });
  }
}

function parseIntent(text: string): SinkIntent {
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new SyntaxError('not an intent of this version');
  return parsed.data;
}
