/**
 * How an average team reads chat into JetStream: tmi.js as its manual says, one `js.publish` for each emote of each
 * message, errors logged. It says `joined` once it is in all channels, and at its end how many publishes failed.
 */
import { createRequire } from 'node:module';
import { connect } from 'nats';
import { NAIVE_SETTINGS, NAIVE_SUBJECT, type NaiveEvent, type NaiveSettings } from './naive-event';

interface TmiTags {
  readonly id?: string;
  readonly 'room-id'?: string;
  readonly 'user-id'?: string;
  readonly 'tmi-sent-ts'?: string;
  readonly emotes?: Readonly<Record<string, readonly string[]>> | null;
}

interface TmiClient {
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  on(event: 'message', listener: (channel: string, tags: TmiTags, message: string) => void): void;
  on(event: 'join', listener: (channel: string, username: string, self: boolean) => void): void;
}

const tmi = createRequire(import.meta.url)('tmi.js') as { Client: new (options: object) => TmiClient };
const settings = JSON.parse(process.env[NAIVE_SETTINGS]!) as NaiveSettings;
const connection = await connect({
  servers: settings.natsUrl,
  user: 'owner',
  pass: settings.natsPassword,
});
const jetstream = connection.jetstream();
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const client = new tmi.Client({
  connection: { server: '127.0.0.1', port: settings.chatPort, secure: false },
  // The shortest pause between joins that it allows.
  options: { joinInterval: 300, skipUpdatingEmotesets: true },
  // A copy, as tmi.js writes into it.
  channels: [...settings.channels],
  logger: quiet,
});

let failures = 0;
client.on('message', (channel, tags, message) => {
  for (const [emoteId, ranges] of Object.entries(tags.emotes ?? {})) {
    const [start, end] = ranges[0]!.split('-').map(Number) as [number, number];
    const event: NaiveEvent = {
      channel: channel.slice(1),
      channelId: tags['room-id'] ?? '0',
      userId: tags['user-id'] ?? '0',
      messageId: tags.id ?? '',
      emoteId,
      emoteName: message.slice(start, end + 1),
      uses: ranges.length,
      sentAt: Number(tags['tmi-sent-ts']),
    };
    jetstream
      .publish(NAIVE_SUBJECT, JSON.stringify(event), { msgID: `${event.messageId}.${emoteId}` })
      .catch(() => failures++);
  }
});

const missing = new Set(settings.channels.map((channel) => `#${channel}`));
client.on('join', (channel, _username, self) => {
  if (self && missing.delete(channel) && missing.size === 0) process.send!({ type: 'joined' });
});
process.on('disconnect', () => process.exit());
process.on('message', () => process.send!({ type: 'failures', failures }));
await client.connect();
