import WebSocket from 'ws';
import { readMetric } from './metric-value';
import { until, type Stack } from './stack';

/** One line of chat, as anybody hears it. */
export interface OverheardLine {
  readonly userId: string;
  readonly hasEmotes: boolean;
  readonly text: string;
}

const LINE = /^@(\S+) :\S+ PRIVMSG #\w+ :(.*)$/;

/**
 * Listens to the simulated chat of all channels, beside the collector, until so many lines came.
 *
 * What anybody hears is sent, and so part of the truth: it begins once the collector hears every channel too.
 */
export async function overhear(stack: Stack, lines: number): Promise<OverheardLine[]> {
  const answer = await fetch(`${stack.simulatorUrl}/control/channels`);
  const channels = (await answer.json()) as { login: string }[];
  await until(
    async () =>
      readMetric(await stack.metrics('collector'), 'emotide_chat_channels', 'state="joined"')[0] ===
      channels.length,
    'the collector to have joined every channel',
  );
  const heard: OverheardLine[] = [];
  const socket = new WebSocket(stack.simulatorUrl.replace('http', 'ws'));
  socket.on('open', () => {
    socket.send('CAP REQ :twitch.tv/tags twitch.tv/commands');
    socket.send('NICK justinfan7');
    socket.send(`JOIN ${channels.map(({ login }) => `#${login}`).join(',')}`);
  });
  socket.on('message', (data: Buffer) => {
    for (const line of data.toString().split('\r\n')) {
      const [, tags = '', text = ''] = LINE.exec(line) ?? [];
      const userId = /(?:^|;)user-id=(\d+)/.exec(tags)?.[1];
      if (userId !== undefined) heard.push({ userId, hasEmotes: /(?:^|;)emotes=[^;]/.test(tags), text });
    }
  });
  try {
    await until(() => heard.length >= lines, `${lines} lines of chat`, 120_000);
  } finally {
    socket.terminate();
  }
  return heard;
}
