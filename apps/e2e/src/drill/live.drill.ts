import { createTemporaryDirectory } from '@emotide/testkit';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { settle } from '../settle';
import { pauseChat } from '../simulator';
import type { Stack } from '../stack';
import { inWords, type Drill } from './drill';
import { victimsOf } from './kill.drill';
import { killAtRandom, type Kills } from './kill-loop';
import { startUnderLoad, type Load } from './load';

interface LiveAnswer {
  readonly range: { readonly from: string; readonly to: string } | null;
  readonly stale: { readonly reason: string } | null;
  readonly emotes: readonly { uses: number; emote: { provider: string; emoteId: string } }[] | null;
}

export interface LiveDrillResult {
  readonly kills: Kills;
  /** Answers that claimed to be fresh, each compared with the warehouse. */
  readonly compared: number;
  /** Answers that said themselves that they were not fresh, by reason. */
  readonly stale: Readonly<Record<string, number>>;
  readonly differences: readonly string[];
}

const SUBSCRIPTION = `subscription {
  topEmotes(window: LAST_MINUTE, first: 10) {
    range { from to }
    stale { reason }
    emotes { uses emote { provider emoteId } }
  }
}`;

/**
 * Under load and kills, does every live answer that claims to be fresh equal what the warehouse says of the same
 * seconds, once it has them all?
 */
export async function drillLive(options: Load): Promise<LiveDrillResult> {
  const directory = createTemporaryDirectory();
  const stack = await startUnderLoad(directory.path, options);
  const answers = new Map<string, LiveAnswer>();
  const stale: Record<string, number> = {};
  const client = createClient({
    url: stack.apiUrl.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: Infinity,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 100)),
    shouldRetry: () => true,
  });
  client.subscribe<{ topEmotes: LiveAnswer }>(
    { query: SUBSCRIPTION },
    {
      next: ({ data }) => {
        const answer = data?.topEmotes;
        if (answer === undefined || answer === null) return;
        if (answer.stale !== null) stale[answer.stale.reason] = (stale[answer.stale.reason] ?? 0) + 1;
        else answers.set(JSON.stringify(answer), answer);
      },
      error: (error) => options.say(`subscription failed: ${JSON.stringify(error)}`),
      complete: () => undefined,
    },
  );
  try {
    const kills = await killAtRandom(stack, { ...options, parts: victimsOf(stack) });
    await client.dispose();
    await pauseChat(stack);
    options.say('chat paused, waiting for the last rows');
    await settle(stack);
    const differences: string[] = [];
    for (const answer of answers.values()) differences.push(...(await compare(stack, answer)));
    return { kills, compared: answers.size, stale, differences };
  } finally {
    await client.dispose();
    await stack.stop();
    directory.remove();
  }
}

async function compare(stack: Stack, { range, emotes }: LiveAnswer): Promise<string[]> {
  if (range === null || emotes === null) return ['an answer without range claims to be fresh'];
  const rows = await stack.sql<{ provider: string; id: string; uses: string }>(
    `SELECT upper(replaceOne(toString(provider), '7tv', 'seventv')) AS provider, emote_id AS id, sum(uses) AS uses
     FROM events AS e
     WHERE sent_at >= parseDateTime64BestEffort('${range.from}', 3, 'UTC')
       AND sent_at < parseDateTime64BestEffort('${range.to}', 3, 'UTC') AND bitAnd(flags, 2) = 0
     GROUP BY e.provider, id ORDER BY sum(e.uses) DESC, id, e.provider LIMIT 10`,
  );
  const warehouse = rows.map(({ provider, id, uses }) => `${provider} ${id} ${uses}`).join(', ');
  const live = emotes.map(({ uses, emote }) => `${emote.provider} ${emote.emoteId} ${uses}`).join(', ');
  return warehouse === live ? [] : [`until ${range.to}: live ${live}; warehouse ${warehouse}`];
}

type LiveSettings = {
  seconds: number;
  channels: number;
  rate: number;
  seed: number;
};

export const liveDrill: Drill<LiveSettings> = {
  name: 'live',
  title: 'Live answers against the warehouse',
  description: 'compare every live answer with the warehouse, under load and kills',
  question:
    'Does every live top ten that claims to be fresh equal what the warehouse says of the same seconds?',
  defaults: { seconds: 60, channels: 200, rate: 10_000, seed: 1 },
  async run(settings, say) {
    const { kills, compared, stale, differences } = await drillLive({ ...settings, say });
    return {
      table: {
        head: ['answers compared', 'different', 'answers that said they were stale'],
        rows: [[String(compared), String(differences.length), inWords(stale)]],
      },
      notes: [
        `Killed with -9: ${inWords(kills)}.`,
        'Compared after the load, when the warehouse had every line.',
      ],
      differences,
    };
  },
};
