import { createTemporaryDirectory } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMetric } from '../src/metric-value';
import { settle } from '../src/settle';
import { pauseChat, readEmoteSets, readTruth, renameEmote, resumeChat } from '../src/simulator';
import { startStack, until, type Stack } from '../src/stack';

const CHANNELS = 20;
const SPAN_MS = 6_000;
/** What a change may take from a provider's set to the collector. */
const LEARNT_WITHIN_MS = 2_000;

const directory = createTemporaryDirectory();
let stack: Stack;

beforeAll(async () => {
  const chat = ['--channels', String(CHANNELS), '--rate', '400', '--seed', '7', '--log-level', 'warn'];
  stack = await startStack(directory.path, chat, { hasThirdParty: true });
  await until(
    async () => readMetric(await stack.metrics('collector'), 'emotide_catalogue_channels')[0] === CHANNELS,
    'the sets of all channels',
  );
});
afterAll(async () => {
  await stack?.stop();
  directory.remove();
});

/** Lets chat run for a while and waits until it is counted. */
async function runChat(): Promise<{ fromMs: number; untilMs: number }> {
  await pauseChat(stack);
  const fromMs = Date.now();
  await resumeChat(stack);
  await new Promise((resolve) => setTimeout(resolve, SPAN_MS));
  await pauseChat(stack);
  await settle(stack);
  return { fromMs, untilMs: Date.now() };
}

/** Uses by channel, provider and emote. */
async function readCounted({ fromMs, untilMs }: { fromMs: number; untilMs: number }) {
  const rows = await stack.sql<{ key: string; uses: string; messages: string }>(
    `SELECT concat(channel_login, ' ', if(provider = 'twitch', '', concat(toString(provider), ':')), emote_id) AS key,
       sum(e.uses) AS uses, count() AS messages
     FROM events AS e WHERE sent_at >= fromUnixTimestamp64Milli(${fromMs}) AND sent_at < fromUnixTimestamp64Milli(${untilMs})
     GROUP BY key`,
  );
  return Object.fromEntries(rows.map(({ key, uses, messages }) => [key, `${uses} ${messages}`]));
}

async function readWanted(span: { fromMs: number; untilMs: number }) {
  const { channels } = await readTruth(stack, span);
  return Object.fromEntries(
    Object.entries(channels).flatMap(([login, { emotes }]) =>
      Object.entries(emotes).map(([id, { uses, messages }]) => [`${login} ${id}`, `${uses} ${messages}`]),
    ),
  );
}

describe('emotes of all providers', () => {
  it('are counted as the simulator says, each by its id', async () => {
    const span = await runChat();
    const wanted = await readWanted(span);
    const thirdParty = Object.keys(wanted).filter((key) => key.includes(':'));
    expect(thirdParty.length).toBeGreaterThan(50);
    expect(await readCounted(span)).toEqual(wanted);
  });

  it('are the emote whose name it is now, within two seconds of a change, and keep their ids', async () => {
    const before = await readWanted(await runChat());
    const [key] = Object.entries(before)
      .filter(([name]) => name.includes(' 7tv:'))
      .sort(([, a], [, b]) => Number.parseInt(b) - Number.parseInt(a))[0]!;
    const [channel, id] = key.split(' 7tv:') as [string, string];
    const set = (await readEmoteSets(stack, channel))['7tv']!;
    const { name } = set.find((emote) => emote.id === id)!;
    const heir = set.find((emote) => emote.id !== id && before[`${channel} 7tv:${emote.id}`] === undefined)!;
    // Chatters go on writing the word that they are used to.
    await renameEmote(stack, { provider: '7tv', channel, id, to: `${name}Old` });
    await renameEmote(stack, { provider: '7tv', channel, id: heir.id, to: name });
    await new Promise((resolve) => setTimeout(resolve, LEARNT_WITHIN_MS));

    const span = await runChat();
    const counted = await readCounted(span);
    expect(counted).toEqual(await readWanted(span));
    expect(counted[key]).toBeUndefined();
    expect(counted[`${channel} 7tv:${heir.id}`]).toBeDefined();
    const names = await stack.sql<{ name: string }>(
      `SELECT DISTINCT emote_name AS name FROM events
       WHERE channel_login = '${channel}' AND emote_id = '${heir.id}' AND sent_at >= fromUnixTimestamp64Milli(${span.fromMs})`,
    );
    expect(names).toEqual([{ name }]);
  });

  it('cost what Twitch’s catalogue says, for the uses before it was read too', async () => {
    const { paid } = await stack.graphql<{ paid: { nodes: { emote: { class: string; price: string } }[] } }>(
      '{ paid: topEmotes(filter: { price: PAID }, window: LAST_HOUR, first: 5) { nodes { emote { class price } } } }',
    );
    expect(paid.nodes).toHaveLength(5);
    for (const { emote } of paid.nodes) expect(emote.price).toBe('PAID');
  });
});
