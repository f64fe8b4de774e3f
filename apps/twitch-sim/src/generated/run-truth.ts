import type { EmoteChange } from '../emote-sets/emote-change';
import { createSetHistory } from '../emote-sets/set-history';
import type { Tally } from '../tally';
import type { TimeWindow } from '../time-window';
import { createChatScript, type ChatScript } from './chat-script';
import { createRunFold, type RunFold } from './run-fold';
import type { StoredRun } from './run-log';
import { isSameChat } from './settings';
import { toWorldSets } from './world-sets';

/** The truth of a state directory's runs, told by their logs when somebody asks, a little at a time. */
export interface RunTruth {
  /** Adds what the runs put on connections so far. Without a window, runs of the present script are counted once. */
  addTo(tally: Tally, runs: readonly StoredRun[], window: TimeWindow | undefined): Promise<void>;
  /** Ends what runs, with an error to who asked. */
  stop(): void;
}

/**
 * @param present the script of the present run; others are rendered each time, and not kept.
 * @param emoteChanges of the emote sets; further ones may be put behind them at any time.
 */
export function createRunTruth(present: ChatScript, emoteChanges: readonly EmoteChange[] = []): RunTruth {
  const presentHistory = createSetHistory(toWorldSets(present.pool.world), emoteChanges);
  const known = new Map<number, { fold: RunFold; readBytes: number }>();
  let isStopping = false;
  let before: Promise<unknown> = Promise.resolve();

  const inTurns = async (steps: Iterator<void>): Promise<void> => {
    while (steps.next().done !== true) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (isStopping) throw new Error('stopping');
    }
  };

  const begin = (run: StoredRun, window: TimeWindow | undefined): { fold: RunFold; readBytes: number } => {
    const { header } = run;
    const isPresent = isSameChat(header.settings, present.settings);
    const script = isPresent ? present : createChatScript(header.settings);
    const history = isPresent
      ? presentHistory
      : createSetHistory(toWorldSets(script.pool.world), emoteChanges);
    const begun = {
      fold: createRunFold({ header, script, history, ...(window && { window }) }),
      readBytes: 0,
    };
    // To remember a fold of another script would keep all its lines.
    if (isPresent && window === undefined) known.set(header.number, begun);
    return begun;
  };

  const add = async (tally: Tally, run: StoredRun, window: TimeWindow | undefined): Promise<void> => {
    const state = (window === undefined ? known.get(run.header.number) : undefined) ?? begin(run, window);
    for (;;) {
      const records = run.read(state.readBytes);
      if (records.length === 0) break;
      state.readBytes += records.length;
      await inTurns(state.fold.read(records));
    }
    await inTurns(state.fold.addTo(tally));
  };

  return {
    addTo(tally, runs, window) {
      // One after the other: what is remembered is in the middle of a step while one is told.
      const told = before.then(async () => {
        for (const run of runs) await add(tally, run, window);
      });
      before = told.catch(() => undefined);
      return told;
    },
    stop: () => void (isStopping = true),
  };
}
