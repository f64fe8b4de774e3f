import type { ChannelId, EmoteId } from '@emotide/domain';
import type { SetEmote } from '../emote-set';
import { collectEmotes } from './collect-emotes';
import { isEmoteName, toGivenName } from './emote-name';
import { asArray, asObject, asText } from './json-value';
import { badAnswer, type ParsedSet } from './parsed-answer';

const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** BTTV does not mark its overlays; clients know these globals by name (Chatterino, `BttvEmotes.cpp`). */
const ZERO_WIDTH_GLOBALS: ReadonlySet<string> = new Set([
  'SoSnowy',
  'IceCold',
  'SantaHat',
  'TopHat',
  'ReinDeer',
  'CandyCane',
  'cvMask',
  'cvHazmat',
]);

/** `GET /3/cached/emotes/global`: an array of emotes, the modifiers (`w!`, `h!` …) among them. */
export function parseBttvGlobal(answer: unknown): ParsedSet {
  const entries = asArray(answer);
  if (entries === undefined) return badAnswer('not an array of emotes');
  const { emotes, ...counts } = collectEmotes(entries, parseBttvGlobalEmote);
  return { type: 'set', set: { provider: 'BTTV', channelId: null, setId: null, emotes }, ...counts };
}

/**
 * `GET /3/cached/users/twitch/{id}`: the channel's own emotes and those it shares from others, in two arrays.
 *
 * Both must be there: an answer with one of them would take the other's emotes away.
 */
export function parseBttvChannel(answer: unknown, channelId: ChannelId): ParsedSet {
  const user = asObject(answer);
  const own = asArray(user?.['channelEmotes']);
  const shared = asArray(user?.['sharedEmotes']);
  if (own === undefined || shared === undefined) return badAnswer('no channelEmotes or no sharedEmotes');
  const { emotes, ...counts } = collectEmotes([...own, ...shared], parseBttvEmote);
  return { type: 'set', set: { provider: 'BTTV', channelId, setId: null, emotes }, ...counts };
}

/** One emote of a channel, as its set and the live socket give it. */
export function parseBttvEmote(entry: unknown): SetEmote | undefined {
  const emote = asObject(entry);
  const id = asText(emote?.['id'], ID);
  const name = emote?.['code'];
  if (emote === undefined || id === undefined || !isEmoteName(name)) return undefined;
  return {
    id: id as EmoteId,
    name,
    // A channel may write a shared emote otherwise (Chatterino, `BttvEmotes.cpp`).
    ...toGivenName(emote['codeOriginal'], name),
    isZeroWidth: false,
    isModifier: emote['modifier'] === true,
    // `animated` is young: older entries say it by their type alone.
    isAnimated: emote['animated'] === true || emote['imageType'] === 'gif',
  };
}

function parseBttvGlobalEmote(entry: unknown): SetEmote | undefined {
  const emote = parseBttvEmote(entry);
  return emote && ZERO_WIDTH_GLOBALS.has(emote.name) ? { ...emote, isZeroWidth: true } : emote;
}
