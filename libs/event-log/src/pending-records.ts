import { AckPolicy, DeliverPolicy, nanos, type NatsConnection } from 'nats';
import { askLog } from './log-unavailable';

const ANSWER_WITHIN_MS = 2_000;
/** The server forgets it by itself when nobody deletes it. */
const FORGOTTEN_AFTER_MS = 5_000;

/**
 * How many records of a subject a stream holds from a sequence on. The server tells it of a consumer only, so one is made
 * for the question, which costs it some milliseconds.
 *
 * @throws LogUnavailable nothing is known
 */
export function countPending(
  nc: NatsConnection,
  stream: string,
  subject: string,
  fromSeq: number,
): Promise<number> {
  return askLog(async () => {
    const jsm = await nc.jetstreamManager({ checkAPI: false, timeout: ANSWER_WITHIN_MS });
    const { name, num_pending } = await jsm.consumers.add(stream, {
      ack_policy: AckPolicy.None,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: Math.max(1, fromSeq),
      filter_subject: subject,
      mem_storage: true,
      num_replicas: 1,
      inactive_threshold: nanos(FORGOTTEN_AFTER_MS),
    });
    nc.publish(`$JS.API.CONSUMER.DELETE.${stream}.${name}`);
    return num_pending;
  });
}
