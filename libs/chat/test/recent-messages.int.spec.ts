import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChannelLogin } from '@emotide/domain';
import { Registry } from '@emotide/service-kit';
import { quietLog } from '@emotide/testkit';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecentMessages, type RecentMessagesOptions } from '../src/recent-messages';
import { until } from './until';

const TIDEPOOL = 'tidepool' as ChannelLogin;
const say = (login: string, id: string) =>
  `@historical=1;id=${id};rm-received-ts=2;room-id=7;tmi-sent-ts=1568505600861;user-id=64 :u!u@u PRIVMSG #${login} Kappa`;

let registry: Registry;
let answer: RequestListener;
let server: ReturnType<typeof createServer>;
const asked: { path: string; atMs: number }[] = [];

beforeEach(async () => {
  registry = new Registry();
  asked.length = 0;
  server = createServer((request, response) => {
    asked.push({ path: request.url!, atMs: performance.now() });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const create = (change: Partial<RecentMessagesOptions> = {}) =>
  new RecentMessages({
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v2/recent-messages/`),
    everyMs: 1,
    longestWaitMs: 60_000,
    withinMs: 5_000,
    maxBytes: 100_000,
    log: quietLog,
    registry,
    ...change,
  });
const ask = (service: RecentMessages) => lastValueFrom(service.of(TIDEPOOL, 17).pipe(toArray()));
const results = async () =>
  Object.fromEntries(
    (await registry.getSingleMetric('emotide_recent_messages_total')!.get()).values.map(
      ({ labels, value }) => [labels['result'], value],
    ),
  );

describe('a recent-messages service', () => {
  it('gives messages and what moderators did, of the channel alone, and what can be read', async () => {
    const messages = [
      say('tidepool', 'a'),
      say('lagoon', 'b'),
      'nonsense',
      '@room-id=7;rm-deleted=1;tmi-sent-ts=1568505600870;target-msg-id=a :tmi.twitch.tv CLEARMSG #tidepool :Kappa',
      ':tmi.twitch.tv NOTICE #tidepool :slow mode',
    ];
    answer = (_request, response) =>
      response.end(JSON.stringify({ messages, error: null, error_code: null }));
    const [chat] = await ask(create());
    expect(chat!.lines.map(({ messageId, text }) => [messageId, text])).toEqual([['a', 'Kappa']]);
    expect(chat!.acts.map(({ action, targetId }) => [action, targetId])).toEqual([['MESSAGE_DELETED', 'a']]);
    expect(asked.map(({ path }) => path)).toEqual(['/api/v2/recent-messages/tidepool?after=17']);
    expect(await results()).toEqual({ ok: 1 });
  });

  it.each<[string, string, RequestListener]>([
    ['refused', 'an error', (_, response) => response.writeHead(500).end('{"messages":[]}')],
    ['refused', 'a channel that it ignores', (_, response) => response.writeHead(403).end()],
    [
      'no-answer',
      'a redirect',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    ],
    ['no-answer', 'a cut answer', (_, response) => response.write('{"mess', () => response.destroy())],
    ['no-answer', 'silence', () => undefined],
    ['not-readable', 'a page', (_, response) => response.end('<html>')],
    ['not-readable', 'another shape', (_, response) => response.end('{"messages":[1]}')],
    ['too-large', 'an endless answer', (_, response) => void floodOf(response.on('error', () => undefined))],
  ])('counts as %s, and gives nothing for, %s', async (result, _what, listener) => {
    answer = listener;
    expect(await ask(create({ withinMs: result === 'no-answer' ? 300 : 30_000 }))).toEqual([]);
    expect(await results()).toEqual({ [result]: 1 });
  });

  it('is asked at its pace by all channels together, and not at all for more than can wait', async () => {
    answer = (_request, response) => response.end('{"messages":[]}');
    const service = create({ everyMs: 60, longestWaitMs: 130 });
    const startedAtMs = performance.now();
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(service)));
    expect(answers.map(({ length }) => length)).toEqual([1, 1, 1, 0, 0]);
    const [, second, third] = asked.map(({ atMs }) => atMs - startedAtMs);
    // Later they may be, never earlier; timers round down.
    expect(second!).toBeGreaterThan(58);
    expect(third!).toBeGreaterThan(118);
    expect(await results()).toEqual({ ok: 3, 'too-many': 2 });
  });

  it('lets go of a request that nobody waits for any more', async () => {
    let isClosed = false;
    answer = (_request, response) => response.on('close', () => (isClosed = true));
    const subscription = create().of(TIDEPOOL, 0).subscribe();
    await until(() => asked.length === 1, 'the request');
    subscription.unsubscribe();
    await until(() => isClosed, 'its end');
    expect(await results()).toEqual({});
    answer = (_request, response) => response.end('{"messages":[]}');
    expect(await firstValueFrom(create({ registry: new Registry() }).of(TIDEPOOL, 0))).toEqual({
      lines: [],
      acts: [],
    });
  });
});

function floodOf(response: Parameters<RequestListener>[1]): void {
  response.write('['.repeat(65_536), (error) => {
    if (!error && !response.destroyed) floodOf(response);
  });
}
