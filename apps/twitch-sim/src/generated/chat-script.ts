import { createHash } from 'node:crypto';
import { createLinePool, type LinePool } from './line-pool';
import { createLineSequence, type LineSequence } from './line-sequence';
import type { GeneratedSettings } from './settings';

/** All that is said in a generated chat, and in which order. */
export interface ChatScript {
  readonly settings: GeneratedSettings;
  readonly pool: LinePool;
  readonly sequence: LineSequence;
  /** The same only for the same lines in the same order. */
  readonly fingerprint: string;
}

const PICKS_IN_FINGERPRINT = 4_096;

/** Takes some tenths of a second and up to 64 MB. */
export function createChatScript(settings: GeneratedSettings): ChatScript {
  const pool = createLinePool(settings);
  const sequence = createLineSequence(settings, pool);
  const picks = Uint32Array.from({ length: PICKS_IN_FINGERPRINT }, (_, i) => sequence.at(i * 997));
  const hash = createHash('sha256').update(pool.bytes).update(picks);
  return { settings, pool, sequence, fingerprint: hash.digest('hex').slice(0, 16) };
}
