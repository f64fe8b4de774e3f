export {
  DROP_REASONS,
  createChannelState,
  isSharedCopy,
  step,
  type ChannelEmotes,
  type ChannelState,
  type CountedLine,
  type DropReason,
  type DroppedLine,
  type EmoteUse,
} from './channel-step';
export { moderationStep, type CountedAct } from './moderation-step';
export {
  findNativeEmotes,
  readNativeRanges,
  sliceCodePoints,
  type NativeEmote,
  type NativeEmotes,
} from './native-emotes';
export { applyChange, type EmoteChange } from './emote-change';
export { parseBttvChannel, parseBttvEmote, parseBttvGlobal } from './providers/bttv';
export { parseBttvMessage, type BttvMessage } from './providers/bttv-message';
export { MAX_SET_EMOTES } from './providers/collect-emotes';
export { isEmoteName } from './providers/emote-name';
export { parseFfzGlobal, parseFfzRoom } from './providers/ffz';
export {
  parseHelixEmotes,
  parseHelixGames,
  parseHelixStreams,
  parseHelixUsers,
  type LiveStream,
  type TwitchGame,
  type TwitchUser,
} from './providers/helix';
export type { BadAnswer, ParsedPage, ParsedSet } from './providers/parsed-answer';
export { parseSevenTvChannel, parseSevenTvGlobal, parseSevenTvUserId } from './providers/seventv';
export { parseSevenTvDispatch, type SevenTvDispatch } from './providers/seventv-dispatch';
export type { EmoteSet, NativeCatalogueEmote, SetEmote, ThirdParty } from './emote-set';
export {
  createChannelIndex,
  createGlobalIndex,
  findEmote,
  withGlobalIndex,
  type EmoteIndex,
  type EmotesByName,
  type GlobalIndex,
  type IndexCounts,
} from './emote-index';
export { EmotePool } from './emote-pool';
export type { ThirdPartyEmote } from './third-party-emote';
export { findThirdPartyEmotes, type ThirdPartyUse } from './third-party-emotes';
export { toBaseEmoteId } from './base-emote-id';
export { classifyCatalogueEmote } from './catalogue-class';
export {
  CLASS_RULES,
  classOfRule,
  DECIDED_BECAUSE,
  explainRule,
  isClassRule,
  type ClassRule,
  type NativeClass,
} from './class-rules';
export { classifyNative, type NativeKnowledge } from './classify-native';
export { createShippedKnowledge, type ReadKnowledge } from './shipped-knowledge';
export { listFreeEmotes, type FreeEmote, type FreeSource } from './data/free-emotes';
export type { ShippedTheme } from './data/shipped-theme';
export { SHIPPED_THEMES } from './data/themes';
export {
  isInWindow,
  pinName,
  type Theme,
  type ThemeEmote,
  type ThemeMatch,
  type ThemeName,
  type ThemePattern,
  type ThemeWindow,
} from './theme';
export {
  createThemeIndex,
  type ThemeCandidate,
  type ThemeIndex,
  type ThemeMatchedBy,
  type ThemeMembership,
} from './theme-index';
export { parseTheme, type ParsedTheme } from './parse-theme';
export { ThemeBook, themeEditKey } from './theme-book';
export { decodeTheme, encodeTheme, encodeThemeEdit, type ThemeEdit } from './theme-codec';
export { matchesGlob } from './glob';
export {
  EMOTE_IMAGE_ORIGINS,
  emoteImageTemplate,
  emoteImageUrl,
  type ImageFormat,
  type ImageTemplate,
} from './emote-image-url';
export { CATALOGUE_KEYS, NATIVE_SHARDS, nativeShardOf } from './catalogue-keys';
export { MAX_CATALOGUE_BYTES, type BadCatalogueValue, type CatalogueValue } from './catalogue-value';
export { decodeEmoteSets, encodeEmoteSets } from './emote-sets-codec';
export { decodeNativeClasses, encodeNativeClasses } from './native-classes-codec';
export { decodeNativeEmotes, encodeNativeEmotes } from './native-emotes-codec';
