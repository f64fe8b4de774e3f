import type { NatsConnection } from 'nats';
import { askLog } from './log-unavailable';
import { QUARANTINE_STREAM } from './names';

/** How much is in quarantine. */
export interface QuarantineState {
  readonly records: number;
  /** When one was last put there, epoch ms by the server's clock; undefined while it is empty. */
  readonly newestAtMs: number | undefined;
}

const ANSWER_WITHIN_MS = 1_000;

/** Asks the stream about itself: no record is read. @throws LogUnavailable, also while there is no such stream */
export function readQuarantineState(nc: NatsConnection): Promise<QuarantineState> {
  return askLog(async () => {
    const jsm = await nc.jetstreamManager({ checkAPI: false, timeout: ANSWER_WITHIN_MS });
    const { messages, last_ts: lastAt } = (await jsm.streams.info(QUARANTINE_STREAM)).state;
    // An empty stream still tells of its last record, or of the year 1.
    return { records: messages, newestAtMs: messages === 0 ? undefined : Date.parse(lastAt) };
  });
}
