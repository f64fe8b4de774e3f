import { z } from 'zod';
import type { LogView } from './log-view';

export interface FollowJoinsOptions {
  /** Ops ports of the collectors; others when they are started again. */
  readonly ports: () => readonly number[];
  /** How many channels were asked for; those of the plan come beside. */
  readonly expected: number;
  /** What a collector shows at a port; undefined when it does not answer. Default: its page `/channels`. */
  readonly readChannels?: (port: number) => Promise<readonly JoiningChannel[] | undefined>;
  readonly view: Pick<LogView, 'say'>;
  /** Monotonic milliseconds. Default `performance.now`. */
  readonly clock?: () => number;
}

const joiningChannel = z.object({ login: z.string(), phase: z.string(), trouble: z.string().optional() });
const channelsPage = z.object({ channels: z.array(joiningChannel) });
export type JoiningChannel = z.output<typeof joiningChannel>;

/** Joins of some channels take a second, of a thousand most of a minute. */
const LOOK_MS = 250;
/** If that takes so long, what is joined so far is said, … */
const FIRST_WORD_MS = 5_000;
/** … and after so long what is not, and nothing more. */
const LAST_WORD_MS = 120_000;
const NAMED = 3;

/** Says how many channels are read: when all of them are, or as it stands after some seconds, and once more later. */
export function followJoins(options: FollowJoinsOptions): { stop(): void } {
  const { ports, expected, view, readChannels = readPage, clock = () => performance.now() } = options;
  const fromMs = clock();
  let hasSpoken = false;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;

  const look = async (): Promise<void> => {
    const answers = await Promise.all(ports().map(readChannels));
    if (isOver) return;
    const channels = answers.flatMap((answer) => answer ?? []);
    const waiting = channels.filter(({ phase }) => phase !== 'reading');
    // Collectors know of no channel before they have their share of them.
    const all = Math.max(channels.length, expected);
    const joined = channels.length - waiting.length;
    const tookMs = clock() - fromMs;
    if (all > 0 && joined === all && answers.every((answer) => answer !== undefined)) {
      view.say(`  joined      all ${count(all)} after ${(tookMs / 1_000).toFixed(1)} s`);
      return;
    }
    if (!hasSpoken && tookMs >= FIRST_WORD_MS) {
      hasSpoken = true;
      view.say(`  joined      ${joined} of ${count(all)} so far`);
    }
    if (tookMs >= LAST_WORD_MS) {
      const some = waiting
        .slice(0, NAMED)
        .map(({ login, trouble }) => login + (trouble ? ` (${trouble})` : ''));
      const more = waiting.length > NAMED ? ` and ${waiting.length - NAMED} more` : '';
      view.say(`  joined      ${joined} of ${count(all)}; not yet: ${some.join(', ')}${more}`, 'warn');
      return;
    }
    timer = setTimeout(() => void look(), LOOK_MS);
  };
  void look();
  return {
    stop() {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

const count = (channels: number): string =>
  `${channels.toLocaleString('en')} channel${channels === 1 ? '' : 's'}`;

async function readPage(port: number): Promise<readonly JoiningChannel[] | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/channels`, { signal: AbortSignal.timeout(2_000) });
    return channelsPage.parse(await answer.json()).channels;
  } catch {
    // It is being started again, or stops.
    return undefined;
  }
}
