import type { U64 } from '@emotide/domain';

/** One message's use of one emote, as the event log has it. */
export interface UseInput {
  /** Epoch ms. */
  readonly sentAtMs: number;
  readonly channelId: U64;
  /** `PROVIDERS`' number. */
  readonly provider: number;
  readonly emoteId: string;
  readonly emoteName: string;
  /** `EMOTE_CLASSES`' number. */
  readonly emoteClass: number;
  /** Occurrences in the message, at least 1. */
  readonly uses: number;
  /** `MESSAGE_FLAGS` */
  readonly flags: number;
}

/** Messages of one channel in one second, as the event log has them; a second may have several rows. */
export interface ActivityInput {
  /** Start of the second, epoch ms. */
  readonly secondMs: number;
  readonly channelId: U64;
  readonly messages: number;
  /** Those with at least one emote. */
  readonly messagesWithEmotes: number;
  /** `MESSAGE_FLAGS`; only `SHARED_COPY` is looked at. */
  readonly flags: number;
}

/** Use rows that differ in nothing but the message, added up: what the warehouse gives to start from. */
export interface UseSums {
  /** Epoch seconds. */
  readonly second: number;
  readonly channelId: U64;
  /** `PROVIDERS`' number. */
  readonly provider: number;
  readonly emoteId: string;
  readonly name: string;
  /** `EMOTE_CLASSES`' number. */
  readonly class: number;
  readonly sharedCopy: boolean;
  readonly uses: number;
  /** Use rows in the sum, at least 1. */
  readonly messages: number;
}

export interface ActivitySums {
  /** Epoch seconds. */
  readonly second: number;
  readonly channelId: U64;
  readonly sharedCopy: boolean;
  readonly messages: number;
  /** Those with at least one emote. */
  readonly messagesWithEmotes: number;
}
