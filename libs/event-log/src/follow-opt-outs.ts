import { decodeOptOut, type OptOutList } from '@emotide/domain';
import type { Logger } from '@emotide/service-kit';
import type { SharedValues } from './shared-values';

export interface FollowedOptOuts {
  /** Resolves when all that the bucket has is in the list: nobody's messages are to be read before. */
  readonly caughtUp: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Keeps a list of opt-outs up with the bucket.
 *
 * It forgets nothing: not when a value is removed or can't be read, and not when the bucket is lost. Who opts back in is
 * a value like any other.
 */
export function followOptOuts(
  values: Pick<SharedValues, 'follow'>,
  list: OptOutList,
  log: Logger,
): FollowedOptOuts {
  let resolve = (): void => undefined;
  const caughtUp = new Promise<void>((done) => {
    resolve = done;
  });
  const following = values.follow({
    onValue: ({ key, value }) => {
      if (value === undefined) return;
      const optOut = decodeOptOut(key, value);
      if (optOut === undefined) log.error('an opt-out can not be read: is it a later version’s?');
      else list.note(optOut);
    },
    onCaughtUp: () => {
      if (list.unusable > 0)
        log.error(
          { optOuts: list.unusable },
          'opt-outs were made under a key that is not configured: see docs/privacy.md',
        );
      resolve();
    },
  });
  return { caughtUp, stop: () => following.stop() };
}
