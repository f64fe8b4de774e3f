/** `real`: a quarter of the messages hold a native emote. `dense`: every line is a message with one or more. */
export const MIXES = ['real', 'dense'] as const;
export type Mix = (typeof MIXES)[number];

/** What decides which chat is generated: the same settings give the same channels, chatters, texts and order. */
export interface GeneratedSettings {
  readonly seed: number;
  readonly channels: number;
  /** Lines a second over all channels; null for as fast as the readers take them. */
  readonly linesPerSecond: number | null;
  readonly mix: Mix;
  /** Channels have emotes of BTTV, FFZ and 7TV, and people say them. */
  readonly thirdParty?: boolean | undefined;
  /** How long ago a line was sent, by its own time, when it arrives. */
  readonly delayMs?: number | undefined;
  /** Up to so much older than that, each line by chance: so lines arrive in another order than that of their times. */
  readonly disorderMs?: number | undefined;
}

export const MAX_CHANNELS = 10_000;
export const MAX_LINES_PER_SECOND = 1_000_000;

/** Whether the same is said in the same order. */
export function isSameChat(a: GeneratedSettings, b: GeneratedSettings): boolean {
  return (
    a.seed === b.seed &&
    a.channels === b.channels &&
    a.linesPerSecond === b.linesPerSecond &&
    a.mix === b.mix &&
    (a.thirdParty ?? false) === (b.thirdParty ?? false)
  );
}
