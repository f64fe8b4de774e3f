import { parseConfig } from '@emotide/service-kit';
import { describe, expect, it } from 'vitest';
import { collectorEnv } from './config';

const KEY = '0123456789abcdef0123456789abcdef';
const least = { EMOTIDE_CHANNELS: 'forsen', EMOTIDE_USER_KEY: KEY };
const parse = (env: NodeJS.ProcessEnv) => parseConfig(collectorEnv, env);

describe("the collector's settings", () => {
  it('need channels and a key, and have defaults within the limits of Twitch', () => {
    expect(parse(least)).toMatchObject({
      EMOTIDE_CHANNELS: ['forsen'],
      EMOTIDE_CHAT_URL: 'wss://irc-ws.chat.twitch.tv',
      EMOTIDE_CHAT_CHANNELS_PER_CONNECTION: 90,
      EMOTIDE_CHAT_JOINS: 18,
      EMOTIDE_CHAT_JOINS_PER_MS: 12_500,
      EMOTIDE_PARTITIONS: 1,
      EMOTIDE_USERS: 'hashed',
    });
  });

  it('take channels as people write them, each once', () => {
    const { EMOTIDE_CHANNELS } = parse({
      ...least,
      EMOTIDE_CHANNELS: ' #Forsen, xqc,,https://twitch.tv/forsen\n@XQC  ',
    });
    expect(EMOTIDE_CHANNELS).toEqual(['forsen', 'xqc']);
  });

  it('read channels over EventSub only with a user token, and no more than a connection takes', () => {
    const eventSub = { ...least, EMOTIDE_EVENTSUB_CHANNELS: 'Tidepool, lagoon' };
    expect(() => parse(eventSub)).toThrow(/EMOTIDE_TWITCH_USER_TOKEN: needed/);
    for (const token of [
      { EMOTIDE_TWITCH_USER_TOKEN: 'abc' },
      { EMOTIDE_TWITCH_USER_TOKEN_FILE: '/run/token' },
    ])
      expect(parse({ ...eventSub, ...token }).EMOTIDE_EVENTSUB_CHANNELS).toEqual(['tidepool', 'lagoon']);
    const many = Array.from({ length: 61 }, (_, i) => `c${i}`).join();
    expect(() => parse({ ...least, EMOTIDE_EVENTSUB_CHANNELS: many })).toThrow(
      /EVENTSUB_CHANNELS: more than 60/,
    );
    expect(parse(least)).toMatchObject({
      EMOTIDE_EVENTSUB_CHANNELS: [],
      EMOTIDE_RECENT_MESSAGES_URL: undefined,
    });
  });

  it('need no key where chatters are not hashed', () => {
    for (const EMOTIDE_USERS of ['none', 'full'])
      expect(parse({ EMOTIDE_CHANNELS: 'forsen', EMOTIDE_USERS }).EMOTIDE_USERS).toBe(EMOTIDE_USERS);
  });

  it('take keys that were used before', () => {
    const retired = [KEY.replace('0', '1'), KEY.replace('0', '2')];
    const parsed = parse({ ...least, EMOTIDE_USER_KEYS_RETIRED: retired.join(', ') });
    expect(parsed.EMOTIDE_USER_KEYS_RETIRED).toEqual(retired);
    expect(parse(least).EMOTIDE_USER_KEYS_RETIRED).toEqual([]);
  });

  it.each([
    ['EMOTIDE_CHANNELS', undefined],
    ['EMOTIDE_CHANNELS', ' , '],
    ['EMOTIDE_CHANNELS', 'forsen, not a channel!'],
    ['EMOTIDE_CHAT_URL', 'https://irc-ws.chat.twitch.tv'],
    ['EMOTIDE_CHAT_URL', 'irc-ws.chat.twitch.tv'],
    ['EMOTIDE_CHAT_URL', 'wss://127.0.0.1:8443'],
    ['EMOTIDE_CHAT_URL', 'ws://127.0.0.1:443'],
    ['EMOTIDE_CHAT_URL', 'ws://127.0.0.1:80/chat'],
    ['EMOTIDE_CHAT_CHANNELS_PER_CONNECTION', '0'],
    ['EMOTIDE_CHAT_JOINS', '-1'],
    ['EMOTIDE_CHAT_JOINS_PER_MS', 'soon'],
    ['EMOTIDE_CHAT_CONNECT_EVERY_MS', '1.5'],
    ['EMOTIDE_CHAT_JOIN_WITHIN_MS', '99999999999'],
    ['EMOTIDE_BATCH_MS', '3000000000'],
    ['EMOTIDE_PARTITIONS', '101'],
    ['EMOTIDE_PARTITIONS', 'NaN'],
    ['EMOTIDE_EVENTSUB_URL', 'https://eventsub.wss.twitch.tv/ws'],
    ['EMOTIDE_TWITCH_USER_TOKEN', 'oauth abc'],
    ['EMOTIDE_HELIX_URL', 'ftp://api.twitch.tv'],
    ['EMOTIDE_RECENT_MESSAGES_URL', 'recent-messages'],
    ['EMOTIDE_RECENT_MESSAGES_URL', 'https://host/path?limit=1'],
    ['EMOTIDE_USERS', 'everybody'],
    ['EMOTIDE_USER_KEY', undefined],
    ['EMOTIDE_USER_KEY', `${KEY}0`],
    ['EMOTIDE_USER_KEY', KEY.replace('f', 'g')],
  ])('name %s when it is %j', (key, value) => {
    expect(() => parse({ ...least, [key]: value })).toThrow(new RegExp(`^bad configuration: ${key}: \\S`));
  });

  it('name all that is wrong at once', () => {
    expect(() => parse({ EMOTIDE_PARTITIONS: '0', EMOTIDE_BATCH_ROWS: 'x' })).toThrow(
      /EMOTIDE_CHANNELS.*EMOTIDE_PARTITIONS.*EMOTIDE_BATCH_ROWS/,
    );
  });

  it('never show a secret', () => {
    const secrets = {
      EMOTIDE_USER_KEY: 'hunter2',
      EMOTIDE_CHAT_URL: 'wss://me:hunter2@irc-ws.chat.twitch.tv',
      EMOTIDE_NATS_SERVERS: 'nats://me:hunter2@log:4222',
      EMOTIDE_USER_KEYS_RETIRED: `${KEY} hunter2`,
      EMOTIDE_NATS_PASSWORD: 'hunter2',
      EMOTIDE_TWITCH_USER_TOKEN: 'hunter2 hunter2',
      EMOTIDE_RECENT_MESSAGES_URL: 'https://me:hunter2@host/',
      EMOTIDE_PARTITIONS: 'hunter2',
      EMOTIDE_USERS: 'hunter2',
    };
    try {
      parse({ ...least, ...secrets });
      expect.unreachable();
    } catch (error) {
      const { message } = error as Error;
      expect(message).toContain('EMOTIDE_USER_KEY');
      expect(message).toContain('EMOTIDE_CHAT_URL');
      expect(message).toContain('EMOTIDE_NATS_SERVERS');
      expect(message).toContain('EMOTIDE_USER_KEYS_RETIRED');
      expect(message).not.toContain('hunter2');
    }
  });
});
