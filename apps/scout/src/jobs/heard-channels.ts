import { heardChannels, type Store } from '@emotide/store';
import type { Job } from '../job';
import type { KnownChannels } from '../known-channels';

export interface HeardChannelsOptions {
  readonly store: Store;
  readonly known: KnownChannels;
  readonly everyMs: number;
  /** For how many days a channel counts after it was heard. */
  readonly days: number;
  /** Epoch ms. */
  readonly nowMs: () => number;
}

const DAY_MS = 86_400_000;
const MAX_CHANNELS = 10_000;

/** Learns from the warehouse which channels are being read: so their emotes are kept up without any word from Helix. */
export function createHeardChannels({ store, known, everyMs, days, nowMs }: HeardChannelsOptions): Job {
  return {
    name: 'heard-channels',
    everyMs,
    async run() {
      const rows = await heardChannels(store, { sinceMs: nowMs() - days * DAY_MS, limit: MAX_CHANNELS });
      known.replace(
        'heard',
        rows.map(({ channelId }) => channelId),
      );
      return { summary: `${rows.length} channels heard lately`, figures: { channels: rows.length } };
    },
  };
}
