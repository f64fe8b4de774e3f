import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelId } from '@emotide/domain';
import { parseBttvChannel, parseBttvGlobal } from './bttv';
import { parseBttvMessage } from './bttv-message';
import { isEmoteName } from './emote-name';
import { parseFfzGlobal, parseFfzRoom } from './ffz';
import { parseHelixEmotes, parseHelixGames, parseHelixStreams, parseHelixUsers } from './helix';
import { parseSevenTvChannel, parseSevenTvGlobal, parseSevenTvUserId } from './seventv';
import { parseSevenTvDispatch } from './seventv-dispatch';

const CHANNEL = '1001' as ChannelId;
const EMOTE = { id: 'e1', name: 'Wave', flags: 1, data: { name: 'Wave', animated: true } };

/** Each parser beside a sound value for it. */
const parsers: readonly [string, (json: unknown) => unknown, unknown][] = [
  ['parseBttvGlobal', parseBttvGlobal, [{ id: 'a', code: 'Wave' }]],
  [
    'parseBttvChannel',
    (json) => parseBttvChannel(json, CHANNEL),
    { channelEmotes: [{ id: 'a', code: 'Wave' }], sharedEmotes: [] },
  ],
  [
    'parseFfzGlobal',
    parseFfzGlobal,
    { default_sets: [3], sets: { 3: { emoticons: [{ id: 1, name: 'Wave' }] } } },
  ],
  [
    'parseFfzRoom',
    (json) => parseFfzRoom(json, CHANNEL),
    { room: { set: 3 }, sets: { 3: { emoticons: [{ id: 1, name: 'Wave' }] } } },
  ],
  ['parseSevenTvGlobal', parseSevenTvGlobal, { id: 's', emotes: [EMOTE] }],
  [
    'parseSevenTvChannel',
    (json) => parseSevenTvChannel(json, CHANNEL),
    { emote_set: { id: 's', emotes: [EMOTE] } },
  ],
  ['parseSevenTvUserId', parseSevenTvUserId, { user: { id: 'u' } }],
  [
    'parseHelixEmotes',
    (json) => parseHelixEmotes(json, CHANNEL),
    { data: [{ id: '1', name: 'Wave', tier: '1000' }] },
  ],
  [
    'parseHelixStreams',
    parseHelixStreams,
    { data: [{ id: '1', user_id: '2', user_login: 'a', viewer_count: 1 }] },
  ],
  ['parseHelixUsers', parseHelixUsers, { data: [{ id: '1', login: 'a' }], pagination: { cursor: 'x' } }],
  ['parseHelixGames', parseHelixGames, { data: [{ id: '1', name: 'Chess' }] }],
  [
    'parseBttvMessage',
    parseBttvMessage,
    { name: 'emote_create', data: { channel: 'twitch:1', emote: { id: 'a', code: 'Wave' } } },
  ],
  [
    'parseSevenTvDispatch',
    parseSevenTvDispatch,
    {
      type: 'emote_set.update',
      body: {
        id: 's',
        pushed: [{ key: 'emotes', value: EMOTE }],
        pulled: [{ key: 'emotes', old_value: EMOTE }],
        updated: [{ key: 'emotes', value: EMOTE, old_value: EMOTE }],
      },
    },
  ],
];

const OTHERS: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  NaN,
  '',
  'constructor',
  [],
  {},
  [[]],
  [null],
  { length: 3 },
];

/** The value with one place in it, wherever it is, made into something else or taken away. */
function* variants(value: unknown): Generator {
  yield* OTHERS;
  if (typeof value !== 'object' || value === null) return;
  const copy = (): Record<string, unknown> => structuredClone(value) as Record<string, unknown>;
  for (const [key, inner] of Object.entries(value)) {
    for (const variant of variants(inner)) yield Object.assign(copy(), { [key]: variant });
    const without = copy();
    delete without[key];
    yield without;
  }
}

/** Every emote name anywhere in what a parser made. */
const namesIn = (json: string): string[] =>
  [...json.matchAll(/"name":("(?:[^"\\]|\\.)*")/g)].map((m) => JSON.parse(m[1]!) as string);

describe.each(parsers)('%s', (parserName, parse, sound) => {
  it('makes something of a sound value', () => {
    expect(JSON.stringify(parse(sound))).not.toMatch(/"bad"|"other"|"unreadable"/);
    expect(parse(sound)).toBeDefined();
  });

  it('never throws when any one place holds something else', () => {
    let count = 0;
    for (const variant of variants(sound)) {
      parse(variant);
      count++;
    }
    expect(count).toBeGreaterThan(OTHERS.length);
  });

  it('never throws on any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'large' }), (json) => {
        parse(json);
      }),
    );
  });

  const givesEmotes = !/Users|Games|Streams|UserId/.test(parserName);
  it.runIf(givesEmotes)('never gives a name that no token can equal', () => {
    const text = JSON.stringify(sound);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (name) => {
        const json = JSON.parse(text.replaceAll('"Wave"', () => JSON.stringify(name))) as unknown;
        const made = JSON.stringify(parse(json)) ?? '';
        expect(namesIn(made).every(isEmoteName)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('every parser', () => {
  it('takes a page for people, a deep nest and keys of the prototype for what they are: no answer', () => {
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown;
    const polluted = JSON.parse(
      '{"__proto__":{"emotes":[],"data":[],"room":{}},"constructor":{}}',
    ) as unknown;
    for (const value of ['<!doctype html><title>502</title>', deep, polluted]) {
      for (const [, parse] of parsers) {
        const made = parse(value) as { type?: string } | undefined;
        // A deep array is an array: BTTV's globals with one entry that is none.
        expect(['bad', 'other', undefined, ...(value === deep ? ['set'] : [])]).toContain(made?.type);
      }
    }
    expect(({} as Record<string, unknown>)['emotes']).toBeUndefined();
  });

  it('keeps emotes that are called like what every object has', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    expect(parseBttvGlobal(names.map((code, i) => ({ id: `e${i}`, code })))).toMatchObject({
      rejected: 0,
      duplicateNames: 0,
      set: { emotes: names.map((name) => ({ name })) },
    });
  });
});
