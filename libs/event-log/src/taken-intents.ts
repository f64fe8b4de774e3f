import { NatsError, type KV, type NatsConnection } from 'nats';
import { askLog } from './log-unavailable';
import { SINK_INTENTS_BUCKET } from './names';
import { partitionName } from './partition';
import { parseIntent, type SinkIntent } from './sink-intents';

const ANSWER_WITHIN_MS = 2_000;
const WRONG_LAST_SEQUENCE = 10071;

/** The intents of partitions whose sinks were made to stop. Needs the owner's permissions, and the repair lock held. */
export class TakenIntents {
  readonly #kv: KV;
  /** As they were; undefined where there was none, or none that can be read. */
  readonly before: ReadonlyMap<number, SinkIntent | undefined>;

  private constructor(kv: KV, before: ReadonlyMap<number, SinkIntent | undefined>) {
    this.#kv = kv;
    this.before = before;
  }

  /** The intents as they are, for a plan: nobody is stopped. @throws LogUnavailable */
  static async look(
    nc: NatsConnection,
    partitions: readonly number[],
  ): Promise<Map<number, SinkIntent | undefined>> {
    const kv = await open(nc);
    const found = new Map<number, SinkIntent | undefined>();
    for (const partition of partitions) {
      const entry = await askLog(() => kv.get(partitionName(partition)));
      found.set(partition, entry?.operation === 'PUT' ? parse(entry.string()) : undefined);
    }
    return found;
  }

  /**
   * Changes each intent's owner, so that the next write of the sink that has it in hand fails.
   *
   * @throws LogUnavailable repeat
   */
  static async take(nc: NatsConnection, partitions: readonly number[], owner: string): Promise<TakenIntents> {
    const kv = await open(nc);
    const before = new Map<number, SinkIntent | undefined>();
    for (const partition of partitions)
      before.set(partition, await askLog(() => takeOne(kv, partitionName(partition), owner)));
    return new TakenIntents(kv, before);
  }

  /** @throws LogUnavailable repeat */
  async put(partition: number, intent: SinkIntent): Promise<void> {
    await askLog(() => this.#kv.put(partitionName(partition), JSON.stringify(intent)));
  }

  /**
   * Sinks go on from the intents that they had: one is as good as before but for its owner, and where none was none is.
   *
   * @throws LogUnavailable repeat
   */
  async giveBack(): Promise<void> {
    for (const [partition, intent] of this.before) if (intent === undefined) await this.remove(partition);
  }

  /** The partition's sink begins with the first record of the log. @throws LogUnavailable repeat */
  async remove(partition: number): Promise<void> {
    await askLog(() => this.#kv.delete(partitionName(partition)));
  }
}

async function open(nc: NatsConnection): Promise<KV> {
  const { views } = nc.jetstream({ timeout: ANSWER_WITHIN_MS });
  return askLog(() => views.kv(SINK_INTENTS_BUCKET, { bindOnly: true }));
}

async function takeOne(kv: KV, key: string, owner: string): Promise<SinkIntent | undefined> {
  for (;;) {
    const entry = await kv.get(key);
    const intent = entry?.operation === 'PUT' ? parse(entry.string()) : undefined;
    // Where there is none a sink could write its first: it must find something there.
    const body = JSON.stringify(intent === undefined ? { version: 0, owner } : { ...intent, owner });
    try {
      if (entry?.operation === 'PUT') await kv.update(key, body, entry.revision);
      else await kv.create(key, body);
      return intent;
    } catch (error) {
      if (!(error instanceof NatsError) || error.api_error?.err_code !== WRONG_LAST_SEQUENCE) throw error;
    }
  }
}

function parse(text: string): SinkIntent | undefined {
  try {
    return parseIntent(text);
  } catch {
    return undefined;
  }
}
