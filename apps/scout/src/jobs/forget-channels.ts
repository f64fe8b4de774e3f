import type { ChannelId } from '@emotide/domain';
import { CATALOGUE_KEYS } from '@emotide/emotes';
import type { Job } from '../job';
import type { KnownChannels } from '../known-channels';
import type { NativeCatalogue } from '../native-catalogue';
import type { ReadingLedger } from '../reading-ledger';
import type { ThirdPartySets } from '../third-party-sets';

export interface ForgetChannelsOptions {
  readonly known: Pick<KnownChannels, 'has' | 'isComplete'>;
  readonly sets: Pick<ThirdPartySets, 'owners' | 'forget'>;
  readonly natives: Pick<NativeCatalogue, 'owners' | 'forget'>;
  readonly ledger: Pick<ReadingLedger, 'timesOf'>;
  /** Takes a value out of the bucket `emote-catalogue`. */
  readonly remove: (key: string) => void;
  readonly everyMs: number;
  /** For how many days after it was last read what is known of a channel's emotes stays. */
  readonly days: number;
  /** Epoch ms. */
  readonly nowMs: () => number;
}

const DAY_MS = 86_400_000;

/**
 * Takes out of the bucket what is known of the emotes of channels that left: nobody plans or hears them, and their emotes
 * were last read longer ago than `days`. Classes of emotes stay, as they are used elsewhere too. A channel that comes back is
 * read anew.
 */
export class ForgetChannels {
  readonly #options: ForgetChannelsOptions;
  /** Not kept up any more, and perhaps still in the bucket. */
  readonly #left = new Set<ChannelId>();

  constructor(options: ForgetChannelsOptions) {
    this.#options = options;
  }

  /** These are not kept up any more. */
  note(channelIds: readonly ChannelId[]): void {
    for (const channelId of channelIds) this.#left.add(channelId);
  }

  get job(): Job {
    const { everyMs } = this.#options;
    return { name: 'forget-channels', everyMs, run: () => Promise.resolve(this.#run()) };
  }

  #run() {
    const { known, sets, natives, ledger, remove, days, nowMs } = this.#options;
    // Who has not asked everybody yet knows of too few.
    if (!known.isComplete) return { summary: 'not everybody has said yet which channels matter' };
    const beforeMs = nowMs() - days * DAY_MS;
    let forgotten = 0;
    for (const channelId of new Set([...this.#left, ...sets.owners, ...natives.owners])) {
      if (channelId === null) continue;
      if (known.has(channelId)) this.#left.delete(channelId);
      else if (Object.values(ledger.timesOf(channelId)).every((readAtMs) => readAtMs < beforeMs)) {
        sets.forget(channelId);
        natives.forget(channelId);
        remove(CATALOGUE_KEYS.channel(channelId));
        remove(CATALOGUE_KEYS.natives(channelId));
        this.#left.delete(channelId);
        forgotten++;
      }
    }
    return { summary: `${forgotten} channels forgotten that left`, figures: { forgotten } };
  }
}
