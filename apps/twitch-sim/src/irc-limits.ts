import { createSlidingLimit, type SlidingLimit } from './sliding-limit';
import { createSlidingPeak } from './sliding-peak';

/** What Twitch allows one who reads chat (dev.twitch.tv/docs/chat/irc, and its forum for the channels). */
export interface IrcLimits {
  /** A connection's JOINs in ten seconds; each channel of a list is one. */
  readonly joins: number;
  /** Logins in ten seconds, over all connections. */
  readonly logins: number;
  /** Channels that one connection may be in. */
  readonly channels: number;
}

export const TWITCH_LIMITS: IrcLimits = { joins: 20, logins: 20, channels: 100 };

/** How often a limit was broken: each time, the client did not get what it asked for. */
export interface Violations {
  joins: number;
  logins: number;
  channels: number;
}

/** The most that was asked for within ten seconds so far, whether it was allowed or not. */
export interface Peaks {
  readonly joinsOfOneConnection: number;
  readonly joins: number;
  readonly logins: number;
}

const SPAN_MS = 10_000;

/** Watches over the limits of all connections. */
export interface IrcWarden {
  readonly violations: Readonly<Violations>;
  readonly peaks: Peaks;
  login(nowMs: number): boolean;
  /** The limits of a new connection. */
  connection(): { join(nowMs: number): boolean; hasRoom(channels: number): boolean };
}

/** @param limits undefined for none but {@link MOST_CHANNELS}. */
export function createIrcWarden(limits: IrcLimits | undefined): IrcWarden {
  const violations: Violations = { joins: 0, logins: 0, channels: 0 };
  const logins = limits && createSlidingLimit(limits.logins, SPAN_MS);
  const allJoins = createSlidingPeak(SPAN_MS);
  const allLogins = createSlidingPeak(SPAN_MS);
  let joinsOfOneConnection = 0;
  const check = (kind: keyof Violations, isAllowed: boolean): boolean => {
    if (!isAllowed) violations[kind] += 1;
    return isAllowed;
  };
  const within = (limit: SlidingLimit | undefined, nowMs: number): boolean => limit?.take(nowMs) ?? true;
  return {
    violations,
    get peaks() {
      return { joinsOfOneConnection, joins: allJoins.most, logins: allLogins.most };
    },
    login(nowMs) {
      allLogins.add(nowMs);
      return check('logins', within(logins, nowMs));
    },
    connection() {
      const joins = limits && createSlidingLimit(limits.joins, SPAN_MS);
      const ownJoins = createSlidingPeak(SPAN_MS);
      return {
        join(nowMs) {
          allJoins.add(nowMs);
          ownJoins.add(nowMs);
          joinsOfOneConnection = Math.max(joinsOfOneConnection, ownJoins.most);
          return check('joins', within(joins, nowMs));
        },
        hasRoom: (channels) => check('channels', channels < (limits?.channels ?? MOST_CHANNELS)),
      };
    },
  };
}

/** Ours, so that one client cannot fill memory; Twitch's is far lower. */
export const MOST_CHANNELS = 5_000;
