import type { EmoteSetClient } from '@emotide/emote-providers';
import type { EmoteSet } from '@emotide/emotes';
import type { Job, JobResult } from '../job';
import type { LiveWatch } from '../live-watch';
import type { NativeCatalogue } from '../native-catalogue';
import type { ProviderClients } from '../provider-clients';
import { THIRD_PARTIES } from '../source';
import type { ThirdPartySets } from '../third-party-sets';

export interface GlobalEmotesOptions {
  readonly clients: ProviderClients;
  readonly sets: ThirdPartySets;
  readonly natives: NativeCatalogue;
  readonly live: LiveWatch;
  readonly everyMs: number;
  /** Epoch ms. */
  readonly nowMs: () => number;
}

/**
 * Twitch's sets that belong to no channel, which no other list has: smilies, Prime and Turbo, two-factor login, channel
 * points (FrankerFaceZ, `constants.ts`).
 */
const SETS_OF_NO_CHANNEL = ['33', '42', '457', '793', '19151', '19194', '300238151', '300374282'];

export const GLOBAL_EMOTES = 'global-emotes';

/** Reads what works in every channel. Of each who fails, what was read before stays; the others' is taken. */
export function createGlobalEmotes(options: GlobalEmotesOptions): Job {
  const { clients, sets, natives, live, everyMs, nowMs } = options;

  const readSet = async (client: EmoteSetClient): Promise<void> => {
    const { provider } = client;
    const askedAtMs = nowMs();
    const set = await client.globalSet();
    const before = sets.setsOf(null).find((each) => each.provider === provider);
    expectSome(provider, set.emotes, before);
    sets.replace(null, provider, set, askedAtMs);
    if (provider === 'SEVENTV') live.watchWorn(null, set.setId, null);
  };
  let hadGlobals = false;
  const readNatives = async (): Promise<void> => {
    const { helix } = clients;
    if (helix === undefined) return;
    const globals = await helix.globalEmotes();
    if (globals.length === 0 && hadGlobals) throw new Error('helix: no global emotes, where there were some');
    hadGlobals = globals.length > 0;
    natives.learnGlobals(globals);
    natives.learnSets(await helix.emoteSets(SETS_OF_NO_CHANNEL));
  };

  return {
    name: GLOBAL_EMOTES,
    everyMs,
    async run(): Promise<JobResult> {
      const readings = [clients.ffz, clients.bttv, clients.sevenTv].map(readSet);
      const outcomes = await Promise.allSettled([...readings, readNatives()]);
      const troubles = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [(outcome.reason as Error).message] : [],
      );
      const known = sets.setsOf(null);
      const figures = Object.fromEntries(
        THIRD_PARTIES.map((provider) => [
          provider.toLowerCase(),
          known.find((set) => set.provider === provider)?.emotes.length ?? 0,
        ]),
      );
      return {
        summary: `${known.reduce((sum, { emotes }) => sum + emotes.length, 0)} emotes of third parties`,
        figures: { ...figures, natives: natives.size },
        ...(troubles.length > 0 && { trouble: troubles.join('; ') }),
      };
    },
  };
}

/** There have always been global emotes: an empty list is a fault of whoever gives it. */
function expectSome(provider: string, emotes: readonly unknown[], before: EmoteSet | undefined): void {
  if (emotes.length === 0 && before !== undefined && before.emotes.length > 0)
    throw new Error(`${provider.toLowerCase()}: no global emotes, where there were some`);
}
