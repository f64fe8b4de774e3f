import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { NO_SAMPLE_DATA, createTemporaryDirectory, sampleData } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../src/drill/random';
import { emotide, projectRoot, startStack, until, type Stack } from '../src/stack';
import { readTotals } from '../src/warehouse-totals';

interface Summary {
  messages: number;
  uses: number;
  covered: number;
  settled: number;
  rejects: Record<string, number>;
  failures: { source: string; why: string }[];
}

const START_MS = Date.UTC(2021, 4, 1, 12);
/** Lines of two channels, 50 a second; every third has two uses of one emote. */
function line(n: number): string {
  const channel = n % 2 === 0 ? 'even' : 'odd';
  const tags = [
    `room-id=${900_001 + (n % 2)}`,
    `emotes=${n % 3 === 0 ? '25:0-4,6-10' : ''}`,
    `id=${n.toString(16).padStart(8, '0')}-1111-4222-8333-444455556666`,
    `tmi-sent-ts=${START_MS + n * 20}`,
    `user-id=${1 + (n % 997)}`,
  ];
  return `@${tags.join(';')} :u!u@u.tmi.twitch.tv PRIVMSG #${channel} :Kappa Kappa ${n}`;
}
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => line(from + i)).join('\n') + '\n';

describe('emotide import', () => {
  const directory = createTemporaryDirectory();
  const file = (name: string, content: string | Buffer): string => {
    const path = join(directory.path, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  let stack: Stack;
  let web: Server;

  beforeAll(async () => {
    stack = await startStack(join(directory.path, 'data'), ['--channels', '1', '--rate', '1']);
  });
  afterAll(async () => {
    web?.close();
    await stack.stop();
    directory.remove();
  });

  const run = async (...args: string[]): Promise<Summary> => {
    const { code, stdout, stderr } = await emotide([
      'import',
      '--data-dir',
      stack.directory,
      '--json',
      ...args,
    ]);
    expect([0, 1], stderr).toContain(code);
    return JSON.parse(stdout) as Summary;
  };
  /** The warehouse's totals of a channel, once the sink has stored all that was imported. */
  const totals = async (login: string, messages: number) => {
    await until(
      async () => (await readTotals(stack, login).catch(() => undefined))?.messages === messages,
      `${messages} messages of ${login}`,
      30_000,
      250,
    ).catch(() => undefined);
    const { messages: counted, messagesWithEmotes, uses } = await readTotals(stack, login);
    return { messages: counted, messagesWithEmotes, uses };
  };

  it('counts each message once through kills at any moment, and goes on where the log ends', async () => {
    const count = 40_000;
    const path = file('kills.txt', lines(0, count));
    const random = createRandom(7);
    const killed: (number | null)[] = [];
    for (let i = 0; i < 4; i++) {
      const child = spawn(process.execPath, [join(projectRoot, 'dist/importer.mjs'), path], {
        stdio: 'ignore',
        env: { ...process.env, ...importerEnv(stack) },
      });
      const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
      await Promise.race([exited, delay(600 + random() * 2_500)]);
      child.kill('SIGKILL');
      killed.push(await exited);
    }
    const last = await runHere(stack, [path]);
    expect(last.messages + last.settled).toBe(count);
    const half = { messages: count / 2, messagesWithEmotes: expect.any(Number) as number };
    const [even, odd] = [await totals('even', count / 2), await totals('odd', count / 2)];
    expect(even).toMatchObject(half);
    expect(odd).toMatchObject(half);
    expect(even.uses + odd.uses).toBe(2 * Math.ceil(count / 3));
    // Cut off, packed, with a mark, and all again: nothing changes.
    const again = await runHere(stack, [
      file('cut.txt', lines(0, 1_000).slice(0, -50)),
      file('packed.txt.gz', gzipSync(Buffer.from(`\ufeff${lines(0, count)}`))),
      file('middle.txt', lines(5_000, 6_000)),
    ]);
    expect(again.messages).toBe(0);
    // The same file, grown: what is new counts.
    const grown = await runHere(stack, [file('grown.txt', lines(0, count + 500))]);
    expect(grown).toMatchObject({ messages: 500, settled: count });
    expect((await totals('even', count / 2 + 250)).messages).toBe(count / 2 + 250);
  });

  it('counts pieces of one log once, in one import, however they were cut', async () => {
    const shifted = (from: number, to: number): string =>
      lines(from, to)
        .replaceAll('room-id=90000', 'room-id=80000')
        .replaceAll('#even', '#even2')
        .replaceAll('#odd', '#odd2');
    file('pieces/2.txt', shifted(1_003, 2_000));
    file('pieces/10.txt', shifted(1_900, 3_000));
    file('pieces/1.txt', shifted(0, 1_003));
    expect(await run(join(directory.path, 'pieces'))).toMatchObject({ messages: 3_000, failures: [] });
    expect((await totals('even2', 1_500)).messages).toBe(1_500);
  });

  it('fetches days from a log host, in order, waiting when told to', async () => {
    const asked: string[] = [];
    let refusals = 1;
    web = createServer((request, response) => {
      asked.push(request.url ?? '');
      expect(request.headers['user-agent']).toMatch(/^emotide-import/);
      if (request.url === '/list?channel=even3')
        return response.end(
          JSON.stringify({
            availableLogs: [2, 1].map((day) => ({ year: '2021', month: '5', day: `${day}` })),
          }),
        );
      if (refusals-- > 0) return response.writeHead(429, { 'retry-after': '1' }).end();
      if (request.url === '/loop') return response.writeHead(302, { location: '/loop' }).end();
      const day = /^\/channel\/even3\/2021\/5\/(\d)\?raw$/.exec(request.url ?? '')?.[1];
      if (day === undefined) return response.writeHead(404).end();
      const text = lines(0, 200).replaceAll('room-id=90000', 'room-id=70000').replaceAll('#even', '#even3');
      return response.end(
        day === '1'
          ? text
          : text
              .replace(/tmi-sent-ts=(\d+)/g, (_, at) => `tmi-sent-ts=${Number(at) + 86_400_000}`)
              .replaceAll(';id=', ';id=2'),
      );
    });
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
    const refused = await run('--channel', 'even3', base);
    expect(refused.failures[0]!.why).toMatch(/no public address/);
    const done = await run('--allow-private', '--channel', 'even3', base);
    expect(done).toMatchObject({ messages: 200, failures: [] });
    expect(asked.filter((path) => path.includes('/channel/')).length).toBeGreaterThanOrEqual(2);
    expect((await run('--allow-private', `${base}/loop`)).failures[0]!.why).toMatch(/redirects more than/);
    expect(await run('--allow-private', '--channel', 'even3', base)).toMatchObject({ messages: 0 });
  });

  describe.skipIf(sampleData === undefined)(`with the real samples${NO_SAMPLE_DATA}`, () => {
    it('counts real lines as the truth does, and both VOD layouts alike', async () => {
      const log = join(sampleData!, 'irc/xqcow-2019-09-15.txt');
      const truth = JSON.parse(readFileSync(join(sampleData!, 'irc/expected.json'), 'utf8')) as {
        channels: Record<
          string,
          { messages: number; messages_with_emotes: number; emote_occurrences: number }
        >;
      };
      const { messages, messages_with_emotes, emote_occurrences } = truth.channels['xqcow']!;
      const [tool, old] = ['sample.twitchdownloader-1.4.json', 'sample.v5.json'].map((name) =>
        join(sampleData!, 'vod', name),
      );
      const v5 = await run('--dry-run', '--channel', '14371185', old!);
      const v14 = await run('--channel', '14371185', tool!);
      expect(v14).toMatchObject({ messages: 300, uses: v5.uses });
      expect(await run('--channel', '14371185', old!)).toMatchObject({ messages: 0 });
      await run(log);
      expect(await totals('xqcow', messages)).toEqual({
        messages,
        messagesWithEmotes: messages_with_emotes,
        uses: emote_occurrences,
      });
    });
  });
});

function importerEnv(stack: Stack): Record<string, string> {
  const { nats, clickhouse, userKey } = JSON.parse(
    readFileSync(join(stack.directory, 'secrets.json'), 'utf8'),
  ) as { nats: { owner: string }; clickhouse: { app: string }; userKey: string };
  return {
    EMOTIDE_LOG_LEVEL: 'error',
    EMOTIDE_NATS_SERVERS: stack.natsUrl,
    EMOTIDE_NATS_USER: 'owner',
    EMOTIDE_NATS_PASSWORD: nats.owner,
    EMOTIDE_CLICKHOUSE_URL: stack.clickhouseUrl,
    EMOTIDE_CLICKHOUSE_USER: 'app',
    EMOTIDE_CLICKHOUSE_PASSWORD: clickhouse.app,
    EMOTIDE_USER_KEY: userKey,
    // Whoever was killed is soon taken for dead.
    EMOTIDE_LEASE_RENEW_MS: '300',
    EMOTIDE_LEASE_TERM_MS: '1500',
  };
}

/** Imports with the terms of {@link importerEnv}. */
async function runHere(stack: Stack, paths: string[]): Promise<Summary> {
  const child = spawn(process.execPath, [join(projectRoot, 'dist/importer.mjs'), '--json', ...paths], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...importerEnv(stack) },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Summary;
}
