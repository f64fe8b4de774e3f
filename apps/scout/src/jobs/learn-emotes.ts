import type { ChannelId, EmoteId } from '@emotide/domain';
import {
  unclassifiedEmotes,
  type CatalogueEntry,
  type Store,
  type UnclassifiedEmoteRow,
} from '@emotide/store';
import type { CatalogueRecorder } from '../catalogue-recorder';
import type { Job, JobResult } from '../job';
import type { NativeCatalogue } from '../native-catalogue';
import { PatientLookUps } from '../patient-look-ups';
import type { ChannelEmotes } from './channel-emotes';

export interface LearnEmotesOptions {
  readonly store: Store;
  readonly natives: NativeCatalogue;
  readonly recorder: CatalogueRecorder;
  /** Undefined without Helix: then only shipped knowledge says more. */
  readonly channelEmotes: Pick<ChannelEmotes, 'readNatives' | 'nativesReadAtMs'> | undefined;
  readonly everyMs: number;
  /** Epoch ms. */
  readonly nowMs: () => number;
}

/** The first look goes back so far; later ones to the last that ended well, and a little more for late lines. */
const LOOK_BACK_MS = 86_400_000;
const OVERLAP_MS = 600_000;
const MAX_EMOTES = 1_000;
/** A run may not use up what Helix allows. */
const MAX_CHANNELS = 50;
/** A channel that was read so lately has nothing new to tell. */
const YOUNG_MS = 300_000;

/**
 * Finds out about emotes that were used and whose class nobody knows: by what is known meanwhile, and by asking for the
 * emotes of the channel where each is used most. What is learnt holds for the past too.
 */
export function createLearnEmotes(options: LearnEmotesOptions): Job {
  const { store, natives, recorder, channelEmotes, everyMs, nowMs } = options;
  const lookUps = new PatientLookUps();
  let lastOkAtMs = -Infinity;

  /** Records those whose class is known by now. @returns the others */
  const record = (rows: readonly UnclassifiedEmoteRow[]): readonly UnclassifiedEmoteRow[] => {
    const entries: CatalogueEntry[] = [];
    const rest = rows.filter(({ emoteId, name }) => {
      const entry = natives.entryOfUsed(emoteId as EmoteId, name);
      if (entry !== undefined) entries.push(entry);
      return entry === undefined;
    });
    recorder.offerNew(entries);
    return rest;
  };

  return {
    name: 'learn-emotes',
    everyMs,
    async run(signal): Promise<JobResult> {
      const startedAtMs = nowMs();
      const sinceMs = Math.max(startedAtMs - LOOK_BACK_MS, lastOkAtMs - OVERLAP_MS);
      const rows = await unclassifiedEmotes(store, { sinceMs, limit: MAX_EMOTES });
      const unknown = record(rows);
      const asked = new Set<ChannelId>();
      const troubles: string[] = [];
      for (const { emoteId, channelId } of unknown) {
        if (channelEmotes === undefined || signal.aborted || asked.size >= MAX_CHANNELS) break;
        const channel = channelId as ChannelId;
        const readAtMs = channelEmotes.nativesReadAtMs(channel) ?? -Infinity;
        if (asked.has(channel) || startedAtMs - readAtMs < YOUNG_MS) continue;
        if (!lookUps.mayAsk(emoteId, startedAtMs)) continue;
        asked.add(channel);
        try {
          await channelEmotes.readNatives(channel);
        } catch (error) {
          troubles.push((error as Error).message);
          // Whoever does not answer for one does not for the next either.
          break;
        }
      }
      const left = record(unknown);
      for (const { emoteId, channelId } of left)
        if (asked.has(channelId as ChannelId)) lookUps.inVain(emoteId, startedAtMs);
      lastOkAtMs = startedAtMs;
      return {
        summary: `${rows.length} used emotes of unknown class, ${rows.length - left.length} learnt`,
        figures: { unknown: rows.length, learnt: rows.length - left.length, channelsAsked: asked.size },
        ...(troubles.length > 0 && { trouble: troubles.join('; ') }),
      };
    },
  };
}
