import { NatsError, headers, type NatsConnection, type StoredMsg } from 'nats';
import { LogUnavailable, askLog } from './log-unavailable';
import { LEASES_BUCKET, type LeaseGroup } from './names';
import { parseSlotTable, type SlotTable } from './slot-table';
import { NO_MESSAGE_FOUND } from './server-codes';

/** A table as stored, and what its replacement must name. */
export interface StoredSlotTable {
  /** Undefined when there is none. */
  readonly table: SlotTable | undefined;
  readonly revision: number;
}

const WRONG_LAST_SEQUENCE = 10071;
const ANSWER_WITHIN_MS = 2_000;
/** What marks a deleted key of a KV bucket. */
const KV_OPERATION = 'KV-Operation';

/**
 * One group's table: the key `leases/<group>` of the KV bucket, over the two subjects that this takes, so that a role
 * needs permission for nothing else. Reads are answered by the stream's leader.
 */
export class SlotStore {
  readonly #nc: NatsConnection;
  readonly #subject: string;
  readonly #isConnected: () => boolean;

  /** @param isConnected asked before each request: one into the void would only answer by its time-out */
  constructor(nc: NatsConnection, group: LeaseGroup, isConnected: () => boolean) {
    this.#nc = nc;
    this.#isConnected = isConnected;
    this.#subject = `$KV.${LEASES_BUCKET}.${group}`;
  }

  /**
   * @throws LogUnavailable repeat; also while there is no bucket
   * @throws SyntaxError when what is stored is no table of this version
   */
  async read(): Promise<StoredSlotTable> {
    this.#checkConnected();
    const stored = await askLog(async () => {
      const jsm = await this.#nc.jetstreamManager({ checkAPI: false, timeout: ANSWER_WITHIN_MS });
      try {
        return await jsm.streams.getMessage(`KV_${LEASES_BUCKET}`, { last_by_subj: this.#subject });
      } catch (error) {
        if (error instanceof NatsError && error.api_error?.err_code === NO_MESSAGE_FOUND) return undefined;
        throw error;
      }
    });
    if (stored === undefined) return { table: undefined, revision: 0 };
    return { table: isDeletion(stored) ? undefined : parseSlotTable(stored.string()), revision: stored.seq };
  }

  /**
   * @returns the new revision, or undefined when the table has changed since
   * @throws LogUnavailable it may be stored or not
   */
  async replace(table: SlotTable, revision: number): Promise<number | undefined> {
    this.#checkConnected();
    const js = this.#nc.jetstream({ timeout: ANSWER_WITHIN_MS });
    try {
      const { seq } = await askLog(() =>
        js.publish(this.#subject, JSON.stringify(table), {
          headers: headers(),
          expect: { lastSubjectSequence: revision },
        }),
      );
      return seq;
    } catch (error) {
      const cause = error instanceof LogUnavailable ? error.cause : undefined;
      if (cause instanceof NatsError && cause.api_error?.err_code === WRONG_LAST_SEQUENCE) return undefined;
      throw error;
    }
  }

  #checkConnected(): void {
    if (!this.#isConnected()) throw new LogUnavailable('event log is away');
  }
}

/** The client throws at headers that it would not have written itself. */
function isDeletion(stored: StoredMsg): boolean {
  try {
    return stored.header.get(KV_OPERATION) !== '';
  } catch (error) {
    throw new SyntaxError('the headers of a table of slots can not be read', { cause: error });
  }
}
