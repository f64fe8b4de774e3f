import type { EmoteId } from '@emotide/domain';

/**
 * What channel points can do to an emote, as the ending of its id says: black and white, flipped, sunglasses and so
 * on. Seen in `emotes` tags (`300196486_TK`).
 */
const ALTERATION = /_(?:BW|HF|VF|SA|SQ|TK|SG|RD)$/;

/** The id of the emote that an altered one is made from: its class and its picture's owner are the same. */
export function toBaseEmoteId(id: EmoteId): EmoteId {
  return ALTERATION.test(id) ? (id.slice(0, -3) as EmoteId) : id;
}
