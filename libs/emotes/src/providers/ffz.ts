import type { ChannelId, EmoteId } from '@emotide/domain';
import type { SetEmote } from '../emote-set';
import { collectEmotes } from './collect-emotes';
import { isEmoteName } from './emote-name';
import { asArray, asObject, ownField, type JsonObject } from './json-value';
import { badAnswer, type ParsedSet } from './parsed-answer';

/** Bit of `modifier_flags`: the modifier itself is not drawn, it only changes the emote before it. */
const HIDDEN = 1;

/**
 * `GET /v1/set/global`: many sets, of which only those in `default_sets` are everybody's; the others belong to the
 * users listed beside them. A default set that is missing counts as one entry left out.
 */
export function parseFfzGlobal(answer: unknown): ParsedSet {
  const root = asObject(answer);
  const defaults = asArray(root?.['default_sets']);
  const sets = asObject(root?.['sets']);
  if (defaults === undefined || sets === undefined) return badAnswer('no default_sets or no sets');
  const found = defaults.map((id) => emoticonsOf(sets, id)).filter((emoticons) => emoticons !== undefined);
  if (found.length === 0) return badAnswer('none of the default sets is in the answer');
  const { emotes, rejected, duplicateNames } = collectEmotes(found.flat(), parseFfzEmote);
  return {
    type: 'set',
    set: { provider: 'FFZ', channelId: null, setId: null, emotes },
    rejected: rejected + defaults.length - found.length,
    duplicateNames,
  };
}

/** `GET /v1/room/id/{id}`: the room names its set, which is given beside it. */
export function parseFfzRoom(answer: unknown, channelId: ChannelId): ParsedSet {
  const root = asObject(answer);
  const room = asObject(root?.['room']);
  const sets = asObject(root?.['sets']);
  if (room === undefined || sets === undefined) return badAnswer('no room or no sets');
  const emoticons = emoticonsOf(sets, room['set']);
  if (emoticons === undefined) return badAnswer("the room's set is not in the answer");
  const { emotes, ...counts } = collectEmotes(emoticons, parseFfzEmote);
  return {
    type: 'set',
    set: { provider: 'FFZ', channelId, setId: String(room['set']), emotes },
    ...counts,
  };
}

function emoticonsOf(sets: JsonObject, setId: unknown): readonly unknown[] | undefined {
  if (!isNumericId(setId)) return undefined;
  return asArray(asObject(ownField(sets, String(setId)))?.['emoticons']);
}

function parseFfzEmote(entry: unknown): SetEmote | undefined {
  const emote = asObject(entry);
  const id = emote?.['id'];
  const name = emote?.['name'];
  if (emote === undefined || !isNumericId(id) || !isEmoteName(name)) return undefined;
  const isModifier = emote['modifier'] === true;
  const flags = emote['modifier_flags'];
  return {
    id: String(id) as EmoteId,
    name,
    isZeroWidth: isModifier && !(typeof flags === 'number' && (flags & HIDDEN) !== 0),
    isModifier,
    isAnimated: asObject(emote['animated']) !== undefined,
  };
}

const isNumericId = (id: unknown): id is number => Number.isSafeInteger(id) && (id as number) > 0;
