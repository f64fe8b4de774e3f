import { parseConfig } from '@emotide/service-kit';
import { describe, expect, it } from 'vitest';
import { scoutEnv } from './config';

const parse = (env: Record<string, string>) => parseConfig(scoutEnv, env);

describe('settings of the scout', () => {
  it('need nothing: without credentials it asks the real third parties and looks for no channels', () => {
    const config = parse({});
    expect(config.EMOTIDE_TWITCH_CLIENT_ID).toBeUndefined();
    expect(config.EMOTIDE_HELIX_URL).toBeUndefined();
    expect(config.EMOTIDE_DISCOVER_CHANNELS).toBe(0);
    expect(config.EMOTIDE_CHANNELS).toEqual([]);
    expect(config.EMOTIDE_DISCOVER_GAMES).toEqual([]);
  });

  it('read lists separated by commas or spaces', () => {
    const config = parse({
      EMOTIDE_CHANNELS: 'Forsen, #xqc forsen',
      EMOTIDE_DISCOVER_GAMES: '509658,516575',
      EMOTIDE_DISCOVER_LANGUAGES: 'en es',
    });
    expect(config.EMOTIDE_CHANNELS).toEqual(['forsen', 'xqc']);
    expect(config.EMOTIDE_DISCOVER_GAMES).toEqual(['509658', '516575']);
    expect(config.EMOTIDE_DISCOVER_LANGUAGES).toEqual(['en', 'es']);
  });

  it.each([
    ['half of the credentials', { EMOTIDE_TWITCH_CLIENT_ID: 'id' }, 'EMOTIDE_TWITCH_CLIENT_SECRET'],
    ['an address that is none', { EMOTIDE_BTTV_URL: 'file:///etc/passwd' }, 'EMOTIDE_BTTV_URL'],
    ['http for a socket', { EMOTIDE_BTTV_SOCKET_URL: 'http://x' }, 'EMOTIDE_BTTV_SOCKET_URL'],
    ['a game by its name', { EMOTIDE_DISCOVER_GAMES: 'Chess' }, 'EMOTIDE_DISCOVER_GAMES'],
    ['too many pairs', { EMOTIDE_DISCOVER_GAMES: '1,'.repeat(21) }, 'EMOTIDE_DISCOVER_GAMES'],
    ['a channel that can be none', { EMOTIDE_CHANNELS: 'a b!' }, 'EMOTIDE_CHANNELS'],
    ['no time at all', { EMOTIDE_LEARN_EVERY_MS: '0' }, 'EMOTIDE_LEARN_EVERY_MS'],
    ['a term of two renewals', { EMOTIDE_LEASE_TERM_MS: '6000' }, 'EMOTIDE_LEASE_TERM_MS'],
  ])('refuse %s and name the key', (_, env, key) => {
    expect(() => parse(env)).toThrow(key);
  });

  it('never repeat a secret in what they say', () => {
    const env = {
      EMOTIDE_TWITCH_CLIENT_SECRET: 'hush-hush',
      EMOTIDE_HELIX_URL: 'https://me:hush-hush@api.twitch.tv',
    };
    expect(() => parse(env)).toThrow(/EMOTIDE_HELIX_URL/);
    expect(() => parse(env)).not.toThrow(/hush/);
  });
});
