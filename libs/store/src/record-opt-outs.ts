import { formatU64, type OptOut } from '@emotide/domain';
import { toDateTime64 } from './date-time64';
import type { Store } from './store';

/**
 * Puts down who is to be nobody: every run that is inserted from then on leaves them out. Repeating it changes nothing.
 *
 * @throws StoreUnavailable repeat. @throws StoreRefused the schema is not there or the rights are missing.
 */
export async function recordOptOuts(store: Store, optOuts: readonly OptOut[]): Promise<void> {
  if (optOuts.length === 0) return;
  const rows = optOuts.map(({ form, chatter, outSinceMs, backSinceMs, forgottenBeforeMs }) =>
    JSON.stringify({
      form,
      chatter: formatU64(chatter),
      out_since: toDateTime64(outSinceMs),
      back_since: toDateTime64(backSinceMs),
      forgotten_before: toDateTime64(forgottenBeforeMs),
    }),
  );
  await store.send('INSERT INTO opt_outs FORMAT JSONEachRow', [Buffer.from(rows.join('\n'))], {
    async_insert: 0,
    // A table that lost its rows may still remember that it had them.
    insert_deduplicate: 0,
  });
}
