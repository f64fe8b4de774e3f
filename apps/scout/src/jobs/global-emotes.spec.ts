import type { EmoteId } from '@emotide/domain';
import type { HelixClient } from '@emotide/emote-providers';
import {
  CATALOGUE_KEYS,
  decodeEmoteSets,
  type EmoteSet,
  type NativeCatalogueEmote,
  type ThirdParty,
} from '@emotide/emotes';
import { describe, expect, it } from 'vitest';
import type { LiveWatch } from '../live-watch';
import { NativeCatalogue } from '../native-catalogue';
import type { ProviderClients } from '../provider-clients';
import { ThirdPartySets } from '../third-party-sets';
import { createGlobalEmotes } from './global-emotes';

function create() {
  const state: { names: string[]; ill: Set<string>; natives: string[] } = {
    names: ['a', 'b'],
    ill: new Set(),
    natives: ['777777'],
  };
  const client = (provider: ThirdParty) => ({
    provider,
    globalSet: async (): Promise<EmoteSet> => {
      if (state.ill.has(provider)) throw new Error(`${provider} is ill`);
      const emotes = state.names.map((name) => ({
        id: name as EmoteId,
        name,
        isZeroWidth: false,
        isModifier: false,
        isAnimated: false,
      }));
      return { provider, channelId: null, setId: provider === 'SEVENTV' ? 'global' : null, emotes };
    },
  });
  const native = (id: string): NativeCatalogueEmote => ({
    id: id as EmoteId,
    name: 'NewGlobal',
    emoteType: '',
    tier: null,
    setId: null,
    ownerId: null,
    isAnimated: false,
  });
  const prime = { ...native('888888'), emoteType: 'prime' };
  const clients = {
    bttv: client('BTTV'),
    ffz: client('FFZ'),
    sevenTv: client('SEVENTV'),
    helix: {
      globalEmotes: async () => {
        if (state.ill.has('TWITCH')) throw new Error('helix is ill');
        return state.natives.map(native);
      },
      emoteSets: async () => [prime],
    } as unknown as HelixClient,
  } as unknown as ProviderClients;
  const values = new Map<string, Uint8Array>();
  const write = (key: string, toBytes: () => Uint8Array) => void values.set(key, toBytes());
  const sets = new ThirdPartySets({ write, onEmotes: () => undefined, onCut: () => undefined });
  const natives = new NativeCatalogue({ write, onEntries: () => undefined, onCut: () => undefined });
  const worn: (string | null)[] = [];
  const live = {
    watchWorn: (_: null, setId: string | null) => worn.push(setId),
  } as unknown as LiveWatch;
  const job = createGlobalEmotes({ clients, sets, natives, live, everyMs: 1_000, nowMs: () => 0 });
  const run = () => job.run(new AbortController().signal);
  const namesOf = (provider: ThirdParty) => {
    const decoded = decodeEmoteSets(values.get(CATALOGUE_KEYS.globals)!);
    if (decoded.type === 'bad') throw new Error(decoded.reason);
    return decoded.sets.find((set) => set.provider === provider)?.emotes.map(({ name }) => name);
  };
  return { state, run, namesOf, natives, worn };
}

describe('the job of global emotes', () => {
  it('reads everybody’s, those of Twitch’s own sets too, and watches 7TV’s', async () => {
    const { run, namesOf, natives, worn } = create();
    expect(await run()).toEqual({
      summary: '6 emotes of third parties',
      figures: { bttv: 2, ffz: 2, seventv: 2, natives: 2 },
    });
    expect(namesOf('FFZ')).toEqual(['a', 'b']);
    expect(natives.classify({ id: '777777' as EmoteId, name: 'NewGlobal' }).emoteClass).toBe('GLOBAL');
    expect(natives.classify({ id: '888888' as EmoteId, name: 'NewGlobal' }).emoteClass).toBe('PRIME_TURBO');
    expect(worn).toEqual(['global']);
  });

  it('takes what the others give when one fails, and keeps that one’s last', async () => {
    const { state, run, namesOf } = create();
    await run();
    state.ill = new Set(['BTTV', 'TWITCH']);
    state.names = ['c'];
    expect((await run()).trouble).toBe('BTTV is ill; helix is ill');
    expect([namesOf('BTTV'), namesOf('FFZ')]).toEqual([['a', 'b'], ['c']]);
  });

  it('does not believe that there are none any more', async () => {
    const { state, run, namesOf } = create();
    await run();
    state.names = [];
    state.natives = [];
    const { trouble } = await run();
    expect(trouble?.match(/no global emotes/g)).toHaveLength(4);
    expect(namesOf('SEVENTV')).toEqual(['a', 'b']);
  });
});
