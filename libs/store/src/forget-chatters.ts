import { z } from 'zod';
import { mutationsDone } from './mutations-done';
import { forgottenCondition, type NobodyColumns } from './nobody-condition';
import { count } from './query';
import type { Store } from './store';

/** Rows in one table that were to be forgotten and now are. */
export interface ForgottenRows {
  readonly table: string;
  /** `blanked`: the row counts on, as nobody's. `deleted`: it was about nothing but the chatter. */
  readonly how: 'blanked' | 'deleted';
  readonly rows: number;
}

export interface ForgetOptions {
  readonly signal: AbortSignal;
  /** @param partsLeft parts of the table that are still to be looked at */
  readonly onProgress: (table: string, partsLeft: number) => void;
}

interface PersonalTable extends NobodyColumns {
  readonly name: string;
  readonly how: ForgottenRows['how'];
}

const tableRow = z.object({ name: z.string(), isKey: z.number(), hasSentAt: z.number(), hasDay: z.number() });
const countRow = z.object({ rows: count });

/**
 * Takes all that is to be forgotten out of every table that names chatters by `user_id`; which those are, the warehouse
 * says. Raw rows stay and count, as nobody's; rows of roll-ups by chatter go. Repeating it changes nothing.
 *
 * Precondition: no run is being inserted that began before the list had it.
 *
 * @throws StoreUnavailable, StoreRefused: what was begun goes on; run it again
 */
export async function forgetChatters(
  store: Store,
  { signal, onProgress }: ForgetOptions,
): Promise<ForgottenRows[]> {
  const forgotten: ForgottenRows[] = [];
  for (const table of await personalTables(store)) {
    const { name, how } = table;
    const condition = `user_id != 0 AND ${forgottenCondition(table, store.database)}`;
    const [found] = z
      .array(countRow)
      .parse(await store.select(`SELECT count() AS rows FROM ${name} WHERE ${condition}`));
    const rows = found!.rows;
    if (rows > 0) {
      const change = how === 'deleted' ? 'DELETE' : 'UPDATE user_id = 0';
      await store.command(`ALTER TABLE ${name} ${change} WHERE ${condition} SETTINGS mutations_sync = 0`);
      await mutationsDone(store, name, signal, (partsLeft) => onProgress(name, partsLeft));
    }
    forgotten.push({ table: name, how, rows });
  }
  return forgotten;
}

/** Those that the log fills: what is copied from elsewhere has no column of this name. */
async function personalTables(store: Store): Promise<PersonalTable[]> {
  const found = z.array(tableRow).parse(
    await store.select(
      `SELECT t.name AS name, max(c.name = 'user_id' AND c.is_in_sorting_key) AS isKey,
         max(c.name = 'sent_at') AS hasSentAt, max(c.name = 'day') AS hasDay
       FROM system.tables AS t INNER JOIN system.columns AS c ON c.database = t.database AND c.table = t.name
       WHERE t.database = {database:String} AND t.engine LIKE '%MergeTree'
       GROUP BY name
       HAVING max(c.name = 'user_id') = 1
       ORDER BY name`,
      { database: store.database },
    ),
  );
  return found.map(({ name, isKey, hasSentAt, hasDay }) => ({
    name,
    // A key can't be changed, and what has the chatter in its key is about them.
    how: isKey === 1 ? 'deleted' : 'blanked',
    chatter: 'user_id',
    ...(hasSentAt === 1
      ? { sentAt: 'sent_at' }
      : // The whole day on which it ends.
        hasDay === 1 && { sentAt: "toDateTime64(day, 3, 'UTC')" }),
  }));
}
