import { connect } from 'nats';
import type { Stack } from './stack';

const STREAM = 'EMOTES';

/**
 * How far the log goes, asked of the server itself and not of the product: the last sequence of each partition that
 * has a record.
 */
export async function readLogEnds(stack: Stack): Promise<Map<number, number>> {
  const connection = await connect({
    servers: stack.natsUrl,
    user: 'owner',
    pass: stack.secrets.nats.owner,
    timeout: 5_000,
  });
  try {
    const { streams } = await connection.jetstreamManager({ checkAPI: false });
    const { state } = await streams.info(STREAM, { subjects_filter: '>' });
    const ends = new Map<number, number>();
    for (const subject of Object.keys(state.subjects ?? {})) {
      const { seq } = await streams.getMessage(STREAM, { last_by_subj: subject });
      ends.set(Number(/\.p(\d+)$/.exec(subject)?.[1]), seq);
    }
    return ends;
  } finally {
    await connection.close();
  }
}
