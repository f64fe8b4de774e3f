import type { ChannelId, ChannelLogin, ChatLine, ModerationLine } from '@emotide/domain';
import type { Observable } from 'rxjs';

/** What a channel's reader hears. */
export type ChannelSignal =
  /**
   * Reading begins. When it comes again, the reading was interrupted and goes on: what was said in between may be lost,
   * so that a new reading session begins here.
   */
  | { readonly type: 'joined'; readonly channelId: ChannelId | null }
  /** What came in one turn of the event loop, in order; a turn that brings very much, in parts. */
  | { readonly type: 'lines'; readonly lines: readonly ChatLine[] }
  /** What moderators did in that turn, in order, behind the lines of it: an act hits what was said before. */
  | { readonly type: 'moderation'; readonly acts: readonly ModerationLine[] };

/** What a source may know of a channel beyond its name. */
export interface ChannelOptions {
  /**
   * How much the channel says compared with others, as viewers or lines a second, looked at when it is subscribed to: a
   * source with many connections spreads the heaviest over them, one on each. Default 0.
   */
  readonly weight?: number;
}

/** How a source of chat is doing. */
export interface ChatState {
  readonly connections: number;
  readonly joined: number;
  readonly joining: number;
  readonly trouble: string | undefined;
}

/** Where lines come from: Twitch's IRC, EventSub, a file. Whoever reads a channel need not know which. */
export interface ChatSource {
  /**
   * A channel's lines; cold: subscribing joins, unsubscribing parts. It errors with a `ChatError` when the channel
   * cannot be joined or its connection ends, after the lines that have come; subscribing again joins again. It completes
   * when the source has no more.
   */
  channel(login: ChannelLogin, options?: ChannelOptions): Observable<ChannelSignal>;
  /** Stops reading: what is behind cannot take more. Not for long, as the other side gives up. */
  pause(): void;
  resume(): void;
  /**
   * How many connections are open, how many channels are joined or being joined, and why the last attempt to connect
   * failed, if it did.
   */
  state(): ChatState;
  /** Delivers what has come, then completes every channel and closes every connection. */
  stop(): void;
}
