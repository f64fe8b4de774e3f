import type { ChannelLogin } from '@emotide/domain';
import { Registry, createLogger } from '@emotide/service-kit';
import { TwitchChat } from '../src';

/**
 * Run as `stop-chat.ts URL MOMENT`: reads a channel until that moment has come, stops, and has nothing more to do. So
 * the process ends by itself, unless something of the chat keeps it.
 */
const [url = '', moment = ''] = process.argv.slice(2);
const chat = new TwitchChat({
  url: new URL(url),
  channelsPerConnection: 1,
  connectEveryMs: 50,
  joins: { count: 1, perMs: 60_000 },
  joinWithinMs: 60_000,
  mailboxLines: 100,
  backOff: { firstMs: 60_000, longestMs: 60_000 },
  log: createLogger('stop-chat', 'silent'),
  registry: new Registry(),
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const isThere = (): boolean => {
  const { joined, trouble } = chat.state();
  switch (moment) {
    case 'backing-off':
      return trouble !== undefined;
    case 'joining':
    case 'logging-in':
      return performance.now() - startedAtMs > 300;
    default:
      return joined === 2;
  }
};

const startedAtMs = performance.now();
for (const login of ['tidepool', 'lagoon']) {
  const read = (): void => void chat.channel(login as ChannelLogin).subscribe({ error: read });
  read();
}
const waiting = setInterval(() => {
  if (!isThere()) return;
  clearInterval(waiting);
  if (moment === 'paused') chat.pause();
  say(moment);
  chat.stop();
  say('stopped');
}, 10);
