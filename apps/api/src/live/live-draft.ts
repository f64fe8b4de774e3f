import { decodeBatch } from '@emotide/event-log';
import {
  createLiveWindows,
  type FoldOutcome,
  type LiveWindows,
  type LiveWindowsOptions,
} from '@emotide/live';
import { ChannelNames } from './channel-names';
import type { UseTaps } from './use-taps';

/** Windows that are being filled, with what goes with them. */
export class LiveDraft {
  readonly windows: LiveWindows;
  readonly names = new ChannelNames();
  /** Least second of the rows that lay too far ahead to be held: from there on something is missing. Epoch seconds. */
  missingFrom = Infinity;
  /** Some of what was sent before this is not known; epoch ms. */
  missingBeforeMs = -Infinity;

  constructor(endSecond: number, classOf?: LiveWindowsOptions['classOf']) {
    this.windows = createLiveWindows({ endSecond, ...(classOf && { classOf }) });
  }

  note(outcome: FoldOutcome, second: number): void {
    if (outcome === 'early') this.missingFrom = Math.min(this.missingFrom, second);
  }

  /** Counts the rows of a checked payload. @param taps told of each use */
  fold(payload: Uint8Array, taps?: UseTaps): void {
    for (const row of decodeBatch(payload)) {
      if (row.kind === 'use') {
        this.note(this.windows.foldUse(row), Math.floor(row.sentAtMs / 1_000));
        taps?.tell(row);
      } else if (row.kind === 'activity') {
        this.note(this.windows.foldActivity(row), Math.floor(row.secondMs / 1_000));
        this.names.note(row.channelId, row.channelLogin);
      }
    }
  }
}
