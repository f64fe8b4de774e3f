import { headers, type NatsConnection } from 'nats';
import { toFenceHeaders } from './batch-envelope';
import { askLog } from './log-unavailable';
import { batchSubject } from './names';

const ANSWER_WITHIN_MS = 2_000;

/**
 * Ends an epoch in a partition: whatever of it is stored after this, no reader takes. Idempotent.
 *
 * @throws LogUnavailable repeat; it may be there already
 */
export async function putFence(nc: NatsConnection, epoch: string, partition: number): Promise<void> {
  const fence = headers();
  for (const [name, value] of toFenceHeaders(epoch, partition)) fence.set(name, value);
  const js = nc.jetstream({ timeout: ANSWER_WITHIN_MS });
  await askLog(() => js.publish(batchSubject(partition), undefined, { headers: fence }));
}
