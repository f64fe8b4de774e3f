import { NatsError, type KV, type NatsConnection } from 'nats';
import { z } from 'zod';
import { askLog } from './log-unavailable';
import { SINK_INTENTS_BUCKET } from './names';
import { partitionName } from './partition';
import { expectUnpaused } from './repair-lock';
import type { SeenBatchesState } from './seen-batches';

/** What a partition's sink is about to insert, or has inserted: written before the insert, never after. */
export interface SinkIntent {
  readonly version: 1;
  /** When the stream was created, epoch ms: another stream under the same name is another log. */
  readonly streamCreatedAtMs: number;
  /**
   * How often what this stream holds was put into the warehouse again from its begin; part of each token, as the
   * warehouse would drop the same records under the same one.
   */
  readonly generation: number;
  /** First and last sequence of the run, both included. */
  readonly first: number;
  readonly last: number;
  /** Last sequence of the partition's run before, which the warehouse has; 0 before the first one. */
  readonly after: number;
  /** Sequences in the run that are not inserted: refused records, kept in quarantine. */
  readonly excluded: readonly number[];
  /** What {@link SeenBatches} knew before the run, so that a second reading of it decides the same. */
  readonly seenBefore: SeenBatchesState;
  /** ClickHouse's deduplication token of the insert. */
  readonly token: string;
  /** When the run was first begun to be inserted, epoch ms by its sink's clock. */
  readonly writtenAtMs: number;
  /** Epoch of the sink that wrote it, or took it over since. */
  readonly owner: string;
}

const whole = z.number().int().nonnegative();
const sequence = whole.min(1);
const schema = z
  .object({
    version: z.literal(1),
    streamCreatedAtMs: whole,
    generation: whole,
    first: sequence,
    last: sequence,
    after: whole,
    excluded: z.array(sequence).readonly(),
    seenBefore: z.array(z.tuple([z.string(), whole], whole).readonly()).readonly(),
    token: z.string().min(1),
    writtenAtMs: whole,
    owner: z.string(),
  })
  .refine(({ first, last, after }) => after < first && first <= last);

/** Another sink has written this partition's intent since: this one must stop at once. */
export class FencedError extends Error {
  override name = 'FencedError';
}

/** nats-server's code for a compare-and-set that lost. */
const WRONG_LAST_SEQUENCE = 10071;
const ANSWER_WITHIN_MS = 2_000;

/** The intent of one partition, read once and then replaced by compare-and-set. */
export class SinkIntents {
  readonly #nc: NatsConnection;
  readonly #kv: KV;
  readonly #key: string;
  #revision = 0;
  #body: string | undefined;

  private constructor(nc: NatsConnection, kv: KV, partition: number) {
    this.#nc = nc;
    this.#kv = kv;
    this.#key = partitionName(partition);
  }

  /** @throws LogUnavailable repeat */
  static async open(nc: NatsConnection, partition: number): Promise<SinkIntents> {
    const { views } = nc.jetstream({ timeout: ANSWER_WITHIN_MS });
    const kv = await askLog(() => views.kv(SINK_INTENTS_BUCKET, { bindOnly: true }));
    return new SinkIntents(nc, kv, partition);
  }

  /**
   * The intent as last written.
   *
   * @throws LogUnavailable repeat; as SinksPaused while a repair exchanges the warehouse's tables
   * @throws SyntaxError when what is stored is no intent of this version
   */
  async read(): Promise<SinkIntent | undefined> {
    const entry = await askLog(() => this.#kv.get(this.#key));
    // With the intent in hand and not before: see there.
    await expectUnpaused(this.#nc);
    this.#revision = entry?.revision ?? 0;
    this.#body = entry?.operation === 'PUT' ? entry.string() : undefined;
    return this.#body === undefined ? undefined : parseIntent(this.#body);
  }

  /**
   * Replaces the intent that this object read or wrote last.
   *
   * @throws LogUnavailable nothing is known: repeat with the same intent, as the insert must wait for it
   * @throws FencedError when somebody else wrote in between
   */
  write(intent: SinkIntent): Promise<void> {
    return this.#replace(JSON.stringify(intent));
  }

  /**
   * Finds out whether the intent is still the one that this object read or wrote last, by writing it once more: a read
   * may be answered by a replica that lags behind.
   *
   * @throws LogUnavailable nothing is known: repeat
   * @throws FencedError when somebody else wrote since
   */
  async confirm(): Promise<void> {
    if (this.#body !== undefined) await this.#replace(this.#body);
  }

  async #replace(body: string): Promise<void> {
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
        const isOurs = now !== null && now.revision > this.#revision && now.string() === body;
        if (!isOurs) throw new FencedError(`another sink owns ${this.#key}`);
        this.#revision = now.revision;
      }
      this.#body = body;
    });
  }
}

/** @throws SyntaxError when it is no intent of this version */
export function parseIntent(text: string): SinkIntent {
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new SyntaxError('not an intent of this version');
  return parsed.data;
}
