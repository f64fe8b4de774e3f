import type { ThirdParty } from '@emotide/emotes';

/** Whom a request, a circuit or a socket belongs to, as metrics and logs name it. */
export type ProviderLabel = 'bttv' | 'ffz' | '7tv' | 'helix' | 'twitch-auth';

export const LABEL_OF_PROVIDER = {
  BTTV: 'bttv',
  FFZ: 'ffz',
  SEVENTV: '7tv',
} as const satisfies Record<ThirdParty, ProviderLabel>;
