import type { Logger } from '@emotide/service-kit';
import type { LogRecord } from './log-reader';

/** A message whose way through the system is told, step by step, in the logs of all who have to do with it. */
export interface TracedMessage {
  /** The message's key in decimal digits, as `message_key` of the warehouse has it. */
  readonly trace: string;
  /** Twitch's time, epoch ms. */
  readonly sentAtMs: number;
}

/** On a batch that covers traced messages; whoever reads the log for other things takes no notice of it. */
export const TRACED_HEADER = 'Emotide-Traced';

/** A batch names no more of them: 35 bytes each, beside headers of some 300. */
export const MAX_TRACED = 16;

/** What is told of a traced message, in the order in which it happens; the last two in each api. */
export type TraceStep = 'received' | 'published' | 'consumed' | 'stored' | 'folded' | 'pushed';

const NONE: readonly TracedMessage[] = [];
/** Key, then time. */
const ONE = /^(\d{1,20})@(\d{1,15})$/;

/** The header of a batch that covers these; precondition: {@link MAX_TRACED} at most. */
export function toTracedHeader(messages: readonly TracedMessage[]): Record<string, string> {
  return { [TRACED_HEADER]: messages.map(({ trace, sentAtMs }) => `${trace}@${sentAtMs}`).join(' ') };
}

/**
 * The traced messages that a record covers, as its publisher named them; what is no such name is left out, as it would
 * come into logs as a stranger wrote it. Costs the look for one header.
 */
export function tracedIn(record: Pick<LogRecord, 'header'>): readonly TracedMessage[] {
  const header = record.header(TRACED_HEADER);
  if (header === '') return NONE;
  return header
    .split(' ', MAX_TRACED)
    .map((text) => ONE.exec(text))
    .filter((match) => match !== null)
    .map(([, trace, sentAtMs]) => ({ trace: trace!, sentAtMs: Number(sentAtMs) }));
}

/** Says that these messages came so far, each on a line of its own. @param where what is known of the place */
export function logTraced(
  log: Logger,
  step: TraceStep,
  messages: readonly TracedMessage[],
  where: Readonly<Record<string, unknown>>,
): void {
  const nowMs = Date.now();
  for (const { trace, sentAtMs } of messages)
    log.info({ trace, step, afterSentMs: nowMs - sentAtMs, ...where }, 'a traced message');
}
