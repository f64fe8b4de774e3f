import type { EmoteId } from '@emotide/domain';
import type { ThirdParty } from './emote-set';

/** What a word of a text means: one emote of one third party, as a channel's set has it. Shared over channels. */
export interface ThirdPartyEmote {
  readonly provider: ThirdParty;
  readonly id: EmoteId;
  /** The word, exactly. */
  readonly name: string;
  /** Drawn over the emote before it; a use of its own all the same. */
  readonly isZeroWidth: boolean;
  /** Changes how the emote beside it is drawn; a use of its own all the same. */
  readonly isModifier: boolean;
}
