export { Batcher, MAX_EMOTES_PER_MESSAGE, type BatcherOptions } from './batcher';
export { EmoteCatalogue, type EmoteCatalogueOptions } from './emote-catalogue';
export { ownCopy } from './own-copy';
export type { CountedTurn, ReadingSession } from './reading-session';
