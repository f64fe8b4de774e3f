import type { Limit } from './limit';

/** Keeps count of how much of their limits connections have used. */
export interface MessageLimits {
  /** Takes one message of a channel on a connection. @returns false where a limit leaves no room: nothing is taken. */
  take(connection: number, channel: string): boolean;
}

export function createMessageLimits(limits: readonly Limit[]): MessageLimits {
  const left = limits.map((limit) => ({ ...limit }));
  return {
    take(connection, channel) {
      if (left.length === 0) return true;
      const own = left.filter(
        (limit) => limit.connection === connection && (limit.channel ?? channel) === channel,
      );
      if (own.some((limit) => limit.messages <= 0)) return false;
      for (const limit of own) limit.messages -= 1;
      return true;
    },
  };
}
