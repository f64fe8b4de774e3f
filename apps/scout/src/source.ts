import type { ThirdParty } from '@emotide/emotes';

/** Where emotes of a channel are read: the third parties' sets, and Twitch for its own. */
export const SOURCES = ['FFZ', 'BTTV', 'SEVENTV', 'TWITCH'] as const satisfies readonly (
  ThirdParty | 'TWITCH'
)[];
export type Source = (typeof SOURCES)[number];

/** The third parties, in the order in which a channel's value has them: that of the first who wins a name. */
export const THIRD_PARTIES = ['FFZ', 'BTTV', 'SEVENTV'] as const satisfies readonly ThirdParty[];
