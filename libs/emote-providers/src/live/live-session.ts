import type { LiveEvent, LiveTopic } from './live-event';

/** Why a session wants its socket ended. */
export type EndReason =
  /** The server asked for it, or said that it will. */
  | 'asked'
  /** Nothing was heard for too long, or no greeting came. */
  | 'silent'
  /** The server says that we did wrong, or will not serve us now. */
  | 'refused'
  /** Too much came that nobody can read. */
  | 'garbage';

/** What a session wants done. */
export type LiveAction =
  | { readonly type: 'send'; readonly text: string }
  | { readonly type: 'tell'; readonly event: LiveEvent }
  /** A message that could not be read at all: counted. */
  | { readonly type: 'garbage' }
  | { readonly type: 'end'; readonly why: EndReason };

/**
 * One provider's live protocol over the sockets of one connection after another, as pure state: what comes in is
 * answered with actions, times are arguments, nothing is sent, awaited or thrown here.
 */
export interface LiveSession {
  /** Most topics that the server takes on one connection; may change with its greeting. */
  readonly capacity: number;
  readonly size: number;
  add(topic: LiveTopic, nowMs: number): readonly LiveAction[];
  remove(key: string): readonly LiveAction[];
  /** Takes out the topics that are too many for {@link capacity}. */
  shed(): readonly LiveTopic[];
  opened(nowMs: number): readonly LiveAction[];
  received(text: string, nowMs: number): readonly LiveAction[];
  /** Looks at deadlines. Called about once a second while the socket is open. */
  checked(nowMs: number): readonly LiveAction[];
  /** The socket is gone. @returns least time in ms before the next, by what the server said. */
  closed(code: number): number;
}

/** Unreadable messages that one socket may send before it is given up. */
export const MAX_GARBAGE = 20;

/** One message of either protocol; undefined when it is no JSON object. */
export function parseMessage(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
