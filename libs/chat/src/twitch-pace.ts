/**
 * How fast Twitch is joined unless told otherwise. Twitch cuts off who joins more than 20 channels in 10 s on a connection;
 * clients use 18 in 12.5 s. Loggers open a connection every 0.55 to 2 s, keep 90 channels on each, and send 560 to 2,000
 * joins in 12.5 s from one address.
 */
export const TWITCH_PACE = {
  channelsPerConnection: 90,
  connectEveryMs: 1_000,
  joins: { count: 18, perMs: 12_500 },
  totalJoins: { count: 600, perMs: 12_500 },
  joinWithinMs: 15_000,
} as const;
