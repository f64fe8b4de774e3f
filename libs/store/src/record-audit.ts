import { toDateTime64 } from './date-time64';
import type { Store } from './store';

/** A change that somebody asked for, begun or ended. */
export interface AuditEntry {
  /** Epoch ms. */
  readonly atMs: number;
  /** One for all entries of one change. */
  readonly id: string;
  /** Empty for whoever needed no key. */
  readonly keyId: string;
  readonly action: string;
  /** What is changed; never a person. */
  readonly subject: string;
  readonly state: 'begun' | 'done' | 'failed';
  /** Begun: what was asked for, as JSON; failed: why; otherwise empty. */
  readonly detail: string;
}

/** @throws StoreUnavailable repeat. @throws StoreRefused the schema is not there or the rights are missing. */
export async function recordAudit(store: Store, entry: AuditEntry): Promise<void> {
  const row = JSON.stringify({
    at: toDateTime64(entry.atMs),
    id: entry.id,
    key_id: entry.keyId,
    action: entry.action,
    subject: entry.subject,
    state: entry.state,
    detail: entry.detail,
  });
  await store.send('INSERT INTO audit_log FORMAT JSONEachRow', [Buffer.from(row)], { async_insert: 0 });
}
