import type { LogView } from './log-view';
import { querySql } from './query-sql';

export interface ReplayFollower {
  stop(): void;
}

interface Totals {
  readonly messages: number;
  readonly uses: number;
}

const LOOK_EVERY_MS = 500;

/**
 * Tells when a replay is over and all of it is counted, with the totals as the warehouse has them; a newcomer's first
 * look at what came out.
 */
export function followReplay(options: {
  simulatorUrl: string;
  clickhouseUrl: string;
  password: string;
  view: LogView;
}): ReplayFollower {
  const { simulatorUrl, clickhouseUrl, password, view } = options;
  const sql = (text: string) =>
    querySql({ url: clickhouseUrl, user: 'app', password, sql: text, format: 'JSONCompact' });
  const abort = new AbortController();
  const totals = async (): Promise<Totals> => {
    const [[messages, uses]] = (
      JSON.parse(
        await sql(
          'SELECT (SELECT sum(messages) FROM emotide.activity_minute), (SELECT sum(uses) FROM emotide.emote_minute)',
        ),
      ) as { data: [[number, number]] }
    ).data;
    return { messages: Number(messages), uses: Number(uses) };
  };

  void (async () => {
    const startedAtMs = performance.now();
    let last: Totals | undefined;
    while (!abort.signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      try {
        const progress = await fetch(`${simulatorUrl}/control/progress`, { signal: abort.signal });
        if (!((await progress.json()) as { done: boolean }).done) continue;
        const now = await totals();
        const isSettled = last !== undefined && last.messages === now.messages && last.uses === now.uses;
        last = now;
        if (!isSettled) continue;
        const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1);
        const { data } = JSON.parse(
          await sql(
            `SELECT argMax(emote_name, uses), sum(uses) AS total FROM emotide.emote_minute
             GROUP BY provider, emote_id ORDER BY total DESC, emote_id LIMIT 5`,
          ),
        ) as { data: [string, number][] };
        view.say(
          `replay over after ${seconds} s; counted so far: ${now.messages} messages, ${now.uses} uses of emotes`,
        );
        view.say(`  most used: ${data.map(([name, uses]) => `${name} ${uses}`).join(', ')}`);
        return;
      } catch {
        // The simulator or the warehouse is being started again; the next look will tell.
      }
    }
  })();
  return { stop: () => abort.abort() };
}
