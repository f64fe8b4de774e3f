import { createServer } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryDirectory } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FREE_PORTS, emotide, isAlive, startStack, until, type Stack } from '../src/stack';

/** One line on stderr that says what is wrong, and exit code 2. */
async function expectRefusal(args: readonly string[], says: RegExp): Promise<void> {
  const { code, stderr } = await emotide(args);
  const lines = stderr.trim().split('\n');
  expect(code, stderr).toBe(2);
  expect(lines[0]).toMatch(says);
  expect(lines.filter((line) => !line.includes('--help'))).toHaveLength(1);
}

describe('the command', () => {
  const directory = createTemporaryDirectory();
  const dataDir = join(directory.path, 'data');
  const here = ['--data-dir', dataDir];
  let stack: Stack;

  beforeAll(async () => {
    // Without arguments: generated chat.
    stack = await startStack(dataDir, []);
  });
  afterAll(async () => {
    await stack.stop();
    directory.remove();
  });

  it('shows generated chat when asked for nothing, and says that it is', async () => {
    await stack.said(/generated chat, not Twitch's: 200 channels/, 5_000);
    await stack.said(/joined +all 200 channels after [\d.]+ s/, 30_000);
    await until(async () => {
      const { topEmotes } = await stack.graphql<{ topEmotes: { nodes: unknown[] } }>(
        '{ topEmotes(window: LAST_5_MINUTES, first: 3) { nodes { uses } } }',
      );
      return topEmotes.nodes.length > 0;
    }, 'emotes of now');
  });

  it('says that all is well, and answers SQL read-only', async () => {
    // A live window is believed some seconds after its start; until then the api says what it waits for.
    let well = { code: null as number | null, stdout: '' };
    await until(
      async () => (well = await emotide(['doctor', ...here])).code === 0,
      'all to be well',
      20_000,
      500,
    ).catch(() => undefined);
    expect(well.stdout).toMatch(/collector is ready/);
    expect(well.code, well.stdout).toBe(0);
    expect((await emotide(['sql', 'SELECT 6 * 7 AS answer', ...here])).stdout).toBe('answer\n42\n');
    const dropped = await emotide(['sql', 'DROP TABLE emotide.events', ...here]);
    expect([dropped.code, dropped.stderr]).toEqual([1, expect.stringMatching(/readonly|READONLY/)]);
    const wrong = await emotide(['sql', 'SELECT', ...here]);
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('SYNTAX_ERROR')]);
  });

  it('refuses a second instance on the same data', () =>
    expectRefusal(['up', ...here, ...FREE_PORTS], /another Emotide \(pid \d+\) runs on/));

  it('names a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as { port: number };
    const other = join(directory.path, 'other');
    await expectRefusal(
      ['up', '--data-dir', other, ...FREE_PORTS.with(1, String(port))],
      new RegExp(`port ${port} \\(api\\) is taken; choose another with --api-port or EMOTIDE_API_PORT`),
    );
    server.close();
  });

  it.each([
    [['up', '--flag'], /unknown option '--flag'/],
    [['up', '--replay', 'no-such-file.txt'], /cannot read no-such-file.txt: ENOENT/],
    [['up', '--replay', '.'], /cannot read \.: not a file/],
    [['up', 'not a channel!'], /"not a channel!" is no channel name/],
    [['up', 'forsen', '--replay', 'README.md'], /not both/],
    [['up', 'forsen', '--speed', 'max'], /--speed belongs to --replay/],
    [['up', '--replay', 'README.md', '--rate', '10'], /--rate belongs to generated chat/],
    [['up', '--sinks', '17'], /--sinks 17: must be a whole number, 0 to 16/],
    [['up', '--partitions', '0'], /--partitions 0: must be a whole number, 1 to/],
    [['up', '--rate', 'fast'], /--rate fast: must be a whole number/],
    [['up', '--replay', 'README.md', '--speed', 'fast'], /--speed fast: must be real, max or a factor/],
    [['up', '--api-port', '99999'], /--api-port 99999: must be a port/],
    [['sql'], /missing required argument/],
    [['sql', 'SELECT 1', '--data-dir', '/nowhere'], /no Emotide runs on/],
    [['dance', '--now'], /unknown option/],
  ])('refuses %j in one line', (args, says) => expectRefusal(args, says));

  it('refuses a data directory that it cannot use', async () => {
    const damaged = join(directory.path, 'damaged');
    mkdirSync(damaged);
    writeFileSync(join(damaged, 'secrets.json'), '{');
    await expectRefusal(['up', '--data-dir', damaged, ...FREE_PORTS], /secrets.json is damaged/);
  });

  it('leaves no process behind when it is interrupted, nor when it is killed', async () => {
    const pids = Object.values(stack.pids());
    expect(pids).toHaveLength(7);
    const startedMs = Date.now();
    expect(await stack.stop()).toBe(0);
    expect(Date.now() - startedMs).toBeLessThan(10_000);
    expect(pids.filter(isAlive)).toEqual([]);

    stack = await startStack(dataDir, []);
    const again = Object.values(stack.pids());
    process.kill(stack.pid, 'SIGKILL');
    await until(() => again.filter(isAlive).length === 0, 'all parts to end', 15_000);
    // And the next start goes on with the same data.
    stack = await startStack(dataDir, []);
    expect(await stack.sql('SELECT count() > 0 AS kept FROM events')).toEqual([{ kept: 1 }]);
  });
});
