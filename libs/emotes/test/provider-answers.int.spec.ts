import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChannelId } from '@emotide/domain';
import { NO_SAMPLE_DATA, sampleData } from '@emotide/testkit';
import {
  parseBttvChannel,
  parseBttvGlobal,
  parseFfzGlobal,
  parseFfzRoom,
  parseHelixEmotes,
  parseSevenTvChannel,
  parseSevenTvGlobal,
  parseSevenTvUserId,
  type ParsedSet,
} from '../src';

const NYMN = '62300805' as ChannelId;

function read<T>(name: string): T {
  return JSON.parse(readFileSync(join(sampleData ?? '', 'emotes', name), 'utf8')) as T;
}

function setOf(parsed: ParsedSet) {
  if (parsed.type !== 'set') throw new Error(`no set but ${JSON.stringify(parsed)}`);
  return parsed;
}

const countOf = <T>(items: readonly T[], isCounted: (item: T) => boolean): number =>
  items.filter(isCounted).length;

describe.skipIf(sampleData === undefined)(`real answers of emote providers${NO_SAMPLE_DATA}`, () => {
  it("reads nymn's 7TV set of 837 emotes under the names that the channel gave them", () => {
    const answer = read<{ emote_set: { emotes: { name: string; data: { name: string } }[] } }>(
      '7tv-user-nymn_62300805.json',
    );
    const { set, rejected, duplicateNames } = setOf(parseSevenTvChannel(answer, NYMN));

    expect(set).toMatchObject({ provider: 'SEVENTV', channelId: NYMN, setId: '63b02874ad025a672cb4969f' });
    expect(set.emotes).toHaveLength(837);
    expect({ rejected, duplicateNames }).toEqual({ rejected: 0, duplicateNames: 1 });
    expect(countOf(set.emotes, ({ isZeroWidth }) => isZeroWidth)).toBe(36);
    expect(countOf(set.emotes, ({ isAnimated }) => isAnimated)).toBe(498);
    const firstNames = answer.emote_set.emotes.map(({ data }) => data.name);
    expect(set.emotes.filter(({ name }, i) => name !== firstNames[i])).toHaveLength(102);
    expect(set.emotes[0]).toEqual({
      id: '60ae9a57ac03cad60771b2d8',
      name: 'PagMan',
      isZeroWidth: false,
      isModifier: false,
      isAnimated: false,
    });
    expect(parseSevenTvUserId(answer)).toBe('60ae3c29b2ecb015051f8f9a');
  });

  it('reads a 7TV user without a set as one without a set, and unknown users as no answer', () => {
    const errors = read<Record<string, unknown>>('third-party-errors.json');
    expect(parseSevenTvChannel(errors['7tv_user_without_set'], NYMN)).toEqual({ type: 'none' });
    expect(parseSevenTvUserId(errors['7tv_user_without_set'])).toBe('01H1236JG00005HNCSM10T04VJ');
    for (const name of ['7tv_404_a', '7tv_404_b', 'bttv_404', 'ffz_404']) {
      for (const parse of [parseSevenTvChannel, parseBttvChannel, parseFfzRoom]) {
        expect(parse(errors[name], NYMN).type).toBe('bad');
      }
    }
  });

  it('reads the zero-width flag of a 7TV global', () => {
    const { set } = setOf(parseSevenTvGlobal(read('7tv-global.abridged.json')));
    expect(set.channelId).toBeNull();
    expect(set.emotes).toEqual([
      {
        id: '61159e9903dae26bc706eaa6',
        name: 'RainTime',
        isZeroWidth: true,
        isModifier: false,
        isAnimated: true,
      },
    ]);
  });

  it("reads BTTV's 65 globals with nine modifiers and two overlays", () => {
    const { set, rejected, duplicateNames } = setOf(parseBttvGlobal(read('bttv-global-2025-05-15.json')));
    expect(set.emotes).toHaveLength(65);
    expect({ rejected, duplicateNames }).toEqual({ rejected: 0, duplicateNames: 0 });
    expect(set.emotes.filter(({ isModifier }) => isModifier).map(({ name }) => name)).toEqual([
      'c!',
      'h!',
      'l!',
      'r!',
      'v!',
      'z!',
      'w!',
      'p!',
      's!',
    ]);
    expect(set.emotes.filter(({ isZeroWidth }) => isZeroWidth).map(({ name }) => name)).toEqual([
      'cvHazmat',
      'cvMask',
    ]);
  });

  it("reads both of a channel's BTTV arrays", () => {
    const northernlion = setOf(
      parseBttvChannel(read('bttv-user-northernlion_14371185-2025-05-15.json'), NYMN),
    );
    expect(northernlion.set.emotes).toHaveLength(99);
    expect(countOf(northernlion.set.emotes, ({ isAnimated }) => isAnimated)).toBe(60);
    const lobosjr = setOf(parseBttvChannel(read('bttv-user-lobosjr.abridged.json'), NYMN));
    expect(lobosjr.set.emotes.map(({ name }) => name)).toEqual([
      'FeelsDennyMan',
      'lobosSHAKE',
      '(ditto)',
      'WolfPls',
    ]);
  });

  it("reads a room's FFZ set", () => {
    const { set } = setOf(parseFfzRoom(read('ffz-room-ginomachino_148651829.json'), NYMN));
    expect(set.setId).toBe('366370');
    expect(set.emotes.map(({ id, name }) => [id, name])).toEqual([
      ['139407', 'LULW'],
      ['295554', 'WhiteKnight'],
    ]);
  });

  it('takes only the default sets of FFZ, and nothing from an answer without them', () => {
    const answer = read<{ default_sets: number[]; sets: Record<string, unknown> }>(
      'ffz-set-global.abridged.json',
    );
    expect(parseFfzGlobal(answer).type).toBe('bad');
    const modifiers = setOf(parseFfzGlobal({ ...answer, default_sets: [1532818] })).set.emotes;
    expect(modifiers).toMatchObject([
      { id: '720507', name: 'ffzHyper', isModifier: true, isZeroWidth: false },
      { id: '720510', name: 'ffzRainbow', isModifier: true, isZeroWidth: false },
    ]);
  });

  it('reads all of the 309 globals and 156 channel emotes of Helix', () => {
    const globals = parseHelixEmotes(read('helix-global-emotes.json'), null);
    expect(globals).toMatchObject({ type: 'page', rejected: 0, cursor: null });
    if (globals.type !== 'page') return;
    expect(globals.items).toHaveLength(309);
    expect(countOf(globals.items, ({ isAnimated }) => isAnimated)).toBe(6);
    expect(globals.items.every(({ tier, ownerId, setId }) => !tier && !ownerId && !setId)).toBe(true);

    const forsen = parseHelixEmotes(
      read('helix-channel-emotes-forsen_22484632.json'),
      '22484632' as ChannelId,
    );
    const lirik = parseHelixEmotes(read('helix-channel-emotes-lirik_23161357.json'), '23161357' as ChannelId);
    if (forsen.type !== 'page' || lirik.type !== 'page') throw new Error('no page');
    expect([forsen.items.length, lirik.items.length]).toEqual([90, 66]);
    const all = [...forsen.items, ...lirik.items];
    expect([1, 2, 3].map((tier) => countOf(all, (emote) => emote.tier === tier))).toEqual([129, 8, 8]);
    expect(countOf(all, ({ emoteType }) => emoteType === 'bitstier')).toBe(8);
    expect(countOf(all, ({ emoteType }) => emoteType === 'follower')).toBe(3);
    expect(forsen.items[0]).toEqual({
      id: '304412445',
      name: 'forsenSmug',
      emoteType: 'subscriptions',
      tier: 1,
      setId: '4236',
      ownerId: '22484632',
      isAnimated: false,
    });
  });
});
