import type { Tally } from './tally';
import type { TimeWindow } from './time-window';

/** Where lines come from: files that are replayed, or a generator. */
export interface LineSource {
  /** By login; id as Twitch would have it, null where the source cannot tell. */
  readonly channels: readonly { readonly login: string; readonly id: string | null }[];
  /** The greatest number that a connection had in an earlier run of this source; 0 for none. */
  readonly lastConnection: number;
  /** Somebody came into a channel or left it. */
  audienceChanged(login: string): void;
  /** Lines that were sent, or went unheard, for the gauge and the log. */
  sentLines(): number;
  isDone(): boolean;
  /** Adds what was put on connections so far, earlier runs of the same state directory included. */
  addTruth(tally: Tally, window: TimeWindow | undefined): Promise<void>;
  /** Sends nothing more, once slow readers took what they have or are gone. */
  stop(): Promise<void>;
  /** After the last call of the others. */
  close(): void;
}
