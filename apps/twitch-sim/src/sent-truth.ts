import { withThirdParty } from './emote-sets/with-third-party';
import { parseTarget } from './irc-target';
import { linesOf, type LineBlock } from './line-blocks';
import type { ReplayFile } from './replay-file';
import type { Heard, SentLog } from './sent-log';
import type { Tally } from './tally';
import { isInWindow, type TimeWindow } from './time-window';
import { toTruthLine } from './truth-line';

/**
 * Adds the truth of what readers were sent so far: reads the files again and counts the lines that the log says were
 * heard. Nothing is counted while a replay runs, so the oracle costs it nothing and cannot get out of step.
 *
 * @param find the third-party emote of a word in a channel under a revision of the sets, as `provider:id`.
 */
export async function addSentTruth(
  tally: Tally,
  files: readonly ReplayFile[],
  log: Pick<SentLog, 'heard' | 'heardBy'>,
  read: (file: ReplayFile) => AsyncIterable<LineBlock>,
  window?: TimeWindow,
  find: (login: string, word: string, revision: number) => string | undefined = () => undefined,
): Promise<void> {
  for (const file of files) {
    const walks = new Map(
      [...file.channels.keys()].map((login) => [
        login,
        {
          anyone: createWalk(log.heard(file.id, login)),
          each: [...log.heardBy(file.id, login)].map(
            ([connection, heard]) => [connection, createWalk(heard)] as const,
          ),
        },
      ]),
    );
    for await (const block of read(file)) {
      for (const { start, end, number } of linesOf(block)) {
        const channel = parseTarget(block.bytes, start, end)?.channel;
        const walk = channel === undefined ? undefined : walks.get(channel);
        const run = walk?.anyone(number);
        if (channel === undefined || walk === undefined || run === undefined) continue;
        const { shiftMs, revision } = run;
        const line = toTruthLine(block.bytes.toString('utf8', start, end));
        if (!line.isMessage && line.act === null) continue;
        if (!isInWindow(line.sentAtMs === null ? null : line.sentAtMs + shiftMs, window)) continue;
        tally.add(
          revision === undefined ? line : withThirdParty(line, (word) => find(channel, word, revision)),
          shiftMs,
        );
        if (!line.isMessage) continue;
        for (const [connection, heardBy] of walk.each) {
          if (heardBy(number) !== undefined) tally.addSent(connection, channel);
        }
      }
    }
  }
}

/** Tells for ascending line numbers in which of the ascending runs each lies, if in any. */
function createWalk(runs: readonly Heard[]): (line: number) => Heard | undefined {
  // A copy, as the replay may lengthen the last one meanwhile.
  const fixed = runs.map((run) => ({ ...run }));
  let at = 0;
  return (line) => {
    while ((fixed[at]?.to ?? Infinity) < line) at += 1;
    const run = fixed[at];
    return run !== undefined && run.from <= line ? run : undefined;
  };
}
