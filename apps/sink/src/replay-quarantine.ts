import { toOrigin, type EventLog, type LogAdmin, type LogRecord } from '@emotide/event-log';
import { UsageError } from '@emotide/service-kit';

/** What a replay of the log has to know of quarantine, so that no record counts through both or is put there twice. */
export class ReplayQuarantine {
  readonly #admin: LogAdmin;
  readonly #eventLog: Pick<EventLog, 'quarantine'>;
  /** Entries by the record that they are of. */
  readonly #entries: ReadonlyMap<string, readonly number[]>;
  /** Records that were published again out of quarantine: they count by that. */
  readonly #published: ReadonlySet<string>;
  /** Records in quarantine that count now, as readers learned to read them since. */
  readonly #counted = new Set<string>();

  private constructor(
    admin: LogAdmin,
    eventLog: Pick<EventLog, 'quarantine'>,
    entries: ReadonlyMap<string, readonly number[]>,
    published: ReadonlySet<string>,
  ) {
    this.#admin = admin;
    this.#eventLog = eventLog;
    this.#entries = entries;
    this.#published = published;
  }

  /** @throws UsageError when a replay out of quarantine has to be finished first. @throws LogUnavailable */
  static async open(admin: LogAdmin, eventLog: Pick<EventLog, 'quarantine'>): Promise<ReplayQuarantine> {
    const entries = new Map<string, number[]>();
    for await (const { origin, seq } of admin.quarantine.read()) {
      const seqs = entries.get(origin);
      if (seqs === undefined) entries.set(origin, [seq]);
      else seqs.push(seq);
    }
    const published = await admin.replayedOrigins();
    const unfinished = [...published].flatMap((origin) => entries.get(origin) ?? []);
    if (unfinished.length > 0)
      throw new UsageError(
        `a replay out of quarantine was cut; finish it first: emotide quarantine replay ${unfinished.slice(0, 10).join(' ')}`,
      );
    return new ReplayQuarantine(admin, eventLog, entries, published);
  }

  /** Whether the record counts already, by the copy of it that was published out of quarantine. */
  isPublishedAgain(partition: number, record: LogRecord): boolean {
    return this.#published.size > 0 && this.#published.has(toOrigin(partition, record));
  }

  /** The record is inserted. */
  noteInserted(partition: number, record: LogRecord): void {
    if (this.#entries.size === 0) return;
    const origin = toOrigin(partition, record);
    if (this.#entries.has(origin)) this.#counted.add(origin);
  }

  /**
   * Puts there what no sink has put there yet.
   *
   * @param lastRead last sequence of the partition that a sink had read; 0 when that is not known
   */
  async put(
    partition: number,
    record: LogRecord,
    reason: Parameters<EventLog['quarantine']>[2],
    lastRead: number,
  ): Promise<void> {
    const origin = toOrigin(partition, record);
    this.#counted.delete(origin);
    if (record.seq <= lastRead || this.#entries.has(origin) || this.#published.has(origin)) return;
    await this.#eventLog.quarantine(partition, record, reason);
  }

  /** Removes what counts now. @returns how many records. @throws LogUnavailable */
  async removeCounted(): Promise<number> {
    for (const origin of this.#counted)
      for (const seq of this.#entries.get(origin) ?? []) await this.#admin.quarantine.remove(seq);
    return this.#counted.size;
  }
}
