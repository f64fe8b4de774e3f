import type { Store } from '@emotide/store';
import { EMOTES_PER_MESSAGE, LIVE_SHARE, toLandingSql } from './generated-chat';

export interface Feed {
  /** Uses a second that were inserted so far. */
  rate(): number;
  stop(): Promise<void>;
}

const EVERY_MS = 250;

/** Inserts so many uses a second through `landing`, four times a second as the sink does, until it is stopped. */
export function feedWarehouse(store: Store, usesPerSecond: number, startMs: number): Feed {
  const numbers = Math.round((usesPerSecond * EVERY_MS) / 1_000 / LIVE_SHARE / EMOTES_PER_MESSAGE);
  let isStopped = false;
  let inserts = 0;
  const startedAt = performance.now();
  const insert = async (): Promise<void> => {
    while (!isStopped) {
      const due = startedAt + inserts * EVERY_MS - performance.now();
      if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
      const span = {
        startMs: startMs + inserts * EVERY_MS,
        lengthMs: EVERY_MS,
        from: 5e11 + inserts * numbers,
        numbers,
      };
      await store.command(
        `INSERT INTO landing ${toLandingSql(span)} SETTINGS insert_deduplicate = 0, max_threads = 1,
           min_insert_block_size_rows = 1048576, min_insert_block_size_bytes = 536870912`,
      );
      inserts += 1;
    }
  };
  const running = insert();
  return {
    rate: () => (inserts * EVERY_MS * usesPerSecond) / (performance.now() - startedAt),
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}
