import type { ChannelId, ChannelLogin } from '@emotide/domain';
import type { CountedAct, CountedLine } from '@emotide/emotes';

/** One uninterrupted reading of a channel: live, from a confirmed join until that join ends; of history, one file. */
export interface ReadingSession {
  readonly login: ChannelLogin;
  readonly channelId: ChannelId;
  /** Tells the sessions of one reader apart. */
  readonly number: number;
  /** Messages of a gap that were found later, elsewhere: they prove nothing about the time between them. */
  readonly isRepair?: true;
}

/** What a reader of a channel gives: what counts of one turn. */
export interface CountedTurn {
  readonly session: ReadingSession;
  readonly lines: readonly CountedLine[];
  /** Of moderators; absent where there is none. */
  readonly acts?: readonly CountedAct[];
}
