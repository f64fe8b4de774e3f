import type { ChannelEmotes, EmoteIndex } from '@emotide/emotes';

/** A channel's emotes, whose third-party index follows the time of the message that is looked at. */
export interface ChannelEmotesAt {
  readonly emotes: ChannelEmotes;
  /** Before a message of that time, epoch ms, is looked at. */
  moveTo(sentAtMs: number): void;
}

/** The third parties' emotes of one channel from one time to another, `toMs` not included. */
export interface DatedIndex {
  readonly fromMs: number;
  readonly toMs: number;
  readonly index: EmoteIndex | undefined;
}

/** @param indexAt asked again only when a message lies outside of what was answered last */
export function emotesAt(
  classOf: ChannelEmotes['classOf'],
  indexAt: (sentAtMs: number) => DatedIndex,
): ChannelEmotesAt {
  let now: DatedIndex = { fromMs: Infinity, toMs: -Infinity, index: undefined };
  return {
    emotes: {
      get index() {
        return now.index;
      },
      classOf,
    },
    moveTo: (sentAtMs) => {
      if (sentAtMs < now.fromMs || sentAtMs >= now.toMs) now = indexAt(sentAtMs);
    },
  };
}

/** Emotes that are the same at any time. */
export function emotesAlways(emotes: ChannelEmotes): ChannelEmotesAt {
  return { emotes, moveTo: () => undefined };
}
