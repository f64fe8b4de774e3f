/** Why Twitch does not let a channel be read, in one word; `no-answer` where it says nothing at all. */
export const JOIN_REFUSAL_REASONS = [
  'suspended',
  'banned',
  'not-found',
  'no-permission',
  'limit-reached',
  'no-answer',
] as const;
export type JoinRefusalReason = (typeof JOIN_REFUSAL_REASONS)[number];
