import type { SharedValues } from '@emotide/event-log';
import { reconcileOptOuts } from '@emotide/privacy';
import type { Store } from '@emotide/store';
import type { Job } from '../job';

export interface KeepOptOutsOptions {
  readonly store: Store;
  /** The bucket `opt-outs`. */
  readonly values: Pick<SharedValues, 'follow' | 'put'>;
  readonly everyMs: number;
}

/** Puts back what one of the two copies of the opt-outs lacks: a bucket that was lost, a warehouse that was restored. */
export function createKeepOptOuts({ store, values, everyMs }: KeepOptOutsOptions): Job {
  return {
    name: 'keep-opt-outs',
    everyMs,
    async run(signal) {
      const { all, toStore, toBucket } = await reconcileOptOuts({ store, values }, signal);
      return {
        summary: `${all} opt-outs, ${toStore + toBucket} put back`,
        figures: { optOuts: all, toStore, toBucket },
      };
    },
  };
}
