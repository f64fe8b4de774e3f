import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryDirectory } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStack, until, type Stack } from '../src/stack';

const POG = { id: '1120102', name: 'PogFooty' };
const RED = { id: '1077094', name: 'RedFooty' };
/** Free today, and of another theme. */
const BALL = { id: '302628600', name: 'FootBall' };

/** What was said, as `[when, channel, chatter, emote, uses]`. The World Cup's emotes were out from 11 June to 15 July. */
const SAID = [
  ['2018-06-10T23:59:59.999Z', 'kickoff', 1, POG, 9],
  ['2018-06-11T00:00:00.000Z', 'kickoff', 1, POG, 2],
  ['2018-06-11T00:30:00.000Z', 'kickoff', 2, RED, 1],
  ['2018-06-14T15:00:00.000Z', 'terrace', 1, POG, 3],
  ['2018-06-14T15:00:01.000Z', 'terrace', 1, BALL, 7],
  ['2018-07-15T23:59:59.000Z', 'kickoff', 3, RED, 4],
  ['2018-07-15T23:59:59.999Z', 'terrace', 2, POG, 1],
  ['2018-07-16T00:00:00.000Z', 'terrace', 2, POG, 8],
] as const;
const ROOMS = { kickoff: 11, terrace: 12 } as const;

function toLine([at, channel, chatter, emote, uses]: (typeof SAID)[number], index: number): string {
  const text = Array.from({ length: uses }, () => emote.name).join(' ');
  const step = emote.name.length + 1;
  const ranges = Array.from({ length: uses }, (_, i) => `${i * step}-${i * step + step - 2}`).join(',');
  const tags = `emotes=${emote.id}:${ranges};id=footy-${index};room-id=${ROOMS[channel]};tmi-sent-ts=${Date.parse(at)};user-id=${chatter}`;
  return `@${tags} :fan${chatter}!fan${chatter}@fan${chatter}.tmi.twitch.tv PRIVMSG #${channel} :${text}`;
}

describe('the World Cup of 2018, replayed', () => {
  const directory = createTemporaryDirectory();
  let stack: Stack;

  beforeAll(async () => {
    const file = join(directory.path, 'footies.txt');
    writeFileSync(file, `${SAID.map(toLine).join('\n')}\n`);
    stack = await startStack(join(directory.path, 'data'), ['--replay', file, '--speed', 'max']);
    await stack.said(/replay over/);
    // Themes come with the scout's first round.
    await until(async () => (await askTheme(stack)) !== null, 'the theme');
  });
  afterAll(async () => {
    await stack?.stop();
    directory.remove();
  });

  it('ranks its emotes by uses within its days, and by no others', async () => {
    const theme = await askTheme(stack);
    expect(theme!.ranking.emotes).toEqual([
      { emote: { emoteId: POG.id, name: POG.name }, uses: 6, messages: 3, chatters: 2 },
      { emote: { emoteId: RED.id, name: RED.name }, uses: 5, messages: 2, chatters: 2 },
    ]);
  });

  it('sums up from the day that is asked for', async () => {
    const whole = await askTheme(stack);
    expect(whole!.series.points).toEqual([
      { start: Date.parse('2018-06-11T00:00:00Z'), uses: 3, runningUses: 3 },
      { start: Date.parse('2018-06-14T00:00:00Z'), uses: 3, runningUses: 6 },
      { start: Date.parse('2018-07-15T00:00:00Z'), uses: 5, runningUses: 11 },
    ]);
    const later = await askTheme(stack, '2018-06-12T00:00:00Z');
    expect(later!.series.points).toEqual([
      { start: Date.parse('2018-06-14T00:00:00Z'), uses: 3, runningUses: 3 },
      { start: Date.parse('2018-07-15T00:00:00Z'), uses: 5, runningUses: 8 },
    ]);
  });
});

interface Footies {
  readonly ranking: { readonly emotes: readonly unknown[] };
  readonly series: { readonly points: readonly { readonly start: number }[] };
}

async function askTheme(stack: Stack, from = '2018-06-01T00:00:00Z'): Promise<Footies | null> {
  const { theme } = await stack.graphql<{ theme: Footies | null }>(
    `query Footies($from: DateTime!) {
      theme(slug: "world-cup-2018") {
        ranking(from: $from, to: "2018-08-01T00:00:00Z") {
          emotes { emote { emoteId name } uses messages chatters }
        }
        series(granularity: DAY, from: $from, to: "2018-08-01T00:00:00Z") { points { start uses runningUses } }
      }
    }`,
    { from },
  );
  if (theme === null) return null;
  const points = theme.series.points.map((point) => ({ ...point, start: Date.parse(String(point.start)) }));
  return { ...theme, series: { points } };
}
