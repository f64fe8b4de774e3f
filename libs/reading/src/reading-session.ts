import type { ChannelId, ChannelLogin } from '@emotide/domain';
import type { CountedLine } from '@emotide/emotes';

/** One uninterrupted reading of a channel: live, from a confirmed join until that join ends; of history, one file. */
export interface ReadingSession {
  readonly login: ChannelLogin;
  readonly channelId: ChannelId;
  /** Tells the sessions of one reader apart. */
  readonly number: number;
}

/** What a reader of a channel gives: the messages of one turn that count. */
export interface CountedTurn {
  readonly session: ReadingSession;
  readonly lines: readonly CountedLine[];
}
