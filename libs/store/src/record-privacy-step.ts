import { formatU64, type U64 } from '@emotide/domain';
import { toDateTime64 } from './date-time64';
import type { Store } from './store';

export const PRIVACY_ACTIONS = ['opt-out', 'opt-back-in', 'forget'] as const;
export type PrivacyAction = (typeof PRIVACY_ACTIONS)[number];

/** What was asked for by or for a chatter, begun or done. Times are epoch ms. */
export interface PrivacyStep {
  readonly atMs: number;
  /** One for all steps of one command. */
  readonly id: string;
  readonly action: PrivacyAction;
  readonly state: 'begun' | 'done';
  /** The chatter, hashed, and the fingerprint of the key; undefined where there is no key. */
  readonly chatter: { readonly form: string; readonly chatter: U64 } | undefined;
  /** forget: messages sent before this; otherwise 0. */
  readonly beforeMs: number;
  /** forget, done: as JSON; otherwise empty. */
  readonly report: string;
}

/** @throws StoreUnavailable repeat. @throws StoreRefused the schema is not there or the rights are missing. */
export async function recordPrivacyStep(store: Store, step: PrivacyStep): Promise<void> {
  const row = JSON.stringify({
    at: toDateTime64(step.atMs),
    id: step.id,
    action: step.action,
    state: step.state,
    form: step.chatter?.form ?? '',
    chatter: step.chatter === undefined ? '0' : formatU64(step.chatter.chatter),
    before: toDateTime64(step.beforeMs),
    report: step.report,
  });
  await store.send('INSERT INTO privacy_log FORMAT JSONEachRow', [Buffer.from(row)], { async_insert: 0 });
}
