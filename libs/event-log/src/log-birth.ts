import type { StreamInfo } from 'nats';
import { EMOTES_STREAM, type LogName } from './names';

const TEXTS = {
  EMOTES: 'Batches of emote uses and channel activity',
  HISTORY: 'Batches of imported chat',
} as const satisfies Record<LogName, string>;
const BORN = /; born (\d{13})$/;

/**
 * The log's description, which says when it was made: by that a reader tells this log from one that is made anew under
 * the same name, whose sequences mean other records.
 *
 * The server's own time of creation will not do. An update after a restart stores the time of that restart as the one of
 * creation (seen with nats-server 2.10.27), so that the next restart makes an old log look like a new one, and every sink
 * would count all of it again.
 */
export function toLogDescription(bornAtMs: number, log: LogName = EMOTES_STREAM): string {
  return `${TEXTS[log]}; born ${bornAtMs}`;
}

/** When the log was made, epoch ms; of one that does not say so, what the server says. */
export function birthOf({ config, created }: Pick<StreamInfo, 'config' | 'created'>): number {
  const [, born] = BORN.exec(config.description ?? '') ?? [];
  return born === undefined ? Date.parse(created) : Number(born);
}
