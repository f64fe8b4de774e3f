import type { ChannelId } from '@emotide/domain';
import { ProviderError, type ProviderState, type ResyncReason } from '@emotide/emote-providers';
import type { ThirdParty } from '@emotide/emotes';
import type { Logger } from '@emotide/service-kit';
import type { Job, JobResult } from '../job';
import type { LiveWatch } from '../live-watch';
import type { NativeCatalogue } from '../native-catalogue';
import { Pace } from '../pace';
import type { ProviderClients } from '../provider-clients';
import type { ReadingLedger } from '../reading-ledger';
import { ReadingQueue } from '../reading-queue';
import type { ScoutMetrics } from '../scout-metrics';
import { SOURCES, THIRD_PARTIES, type Source } from '../source';
import type { ThirdPartySets } from '../third-party-sets';

export interface ChannelEmotesOptions {
  readonly clients: ProviderClients;
  readonly sets: ThirdPartySets;
  readonly natives: NativeCatalogue;
  readonly ledger: ReadingLedger;
  readonly live: LiveWatch;
  /** How old a reading may get. */
  readonly everyMs: Readonly<Record<Source, number>>;
  /** To each third party. */
  readonly requestsPerSecond: number;
  /** Epoch ms. */
  readonly nowMs: () => number;
  /** 0 to below 1. */
  readonly random: () => number;
  readonly log: Logger;
  readonly metrics: ScoutMetrics;
}

const LOOK_EVERY_MS = 500;
/** The clients send so many at once too; Helix' own queue is kept short, so that the order stays ours. */
const AT_ONCE: Readonly<Record<Source, number>> = { FFZ: 8, BTTV: 8, SEVENTV: 8, TWITCH: 4 };

/**
 * Keeps up the emotes of all known channels: a new one's are read at once, all others' when their readings are old, a
 * few at a time and never faster than the pace. A bad or missing answer leaves what was there.
 */
export class ChannelEmotes {
  readonly #options: ChannelEmotesOptions;
  readonly #sources: readonly Source[];
  readonly #queue: ReadingQueue;
  readonly #paces: Readonly<Record<Source, Pace>>;
  readonly #underWay: Record<Source, number> = { FFZ: 0, BTTV: 0, SEVENTV: 0, TWITCH: 0 };
  /** Channels of which a set was read since this process has kept it up. */
  readonly #readNow = new Set<string>();
  readonly #known = new Set<ChannelId>();
  #isStopped = false;

  constructor(options: ChannelEmotesOptions) {
    const { clients, everyMs, random, requestsPerSecond, nowMs } = options;
    this.#options = options;
    this.#sources = clients.helix === undefined ? THIRD_PARTIES : SOURCES;
    this.#queue = new ReadingQueue({ everyMs, random });
    const startedAtMs = nowMs();
    const pace = (perSecond: number) => new Pace(perSecond, startedAtMs);
    this.#paces = {
      FFZ: pace(requestsPerSecond),
      BTTV: pace(requestsPerSecond),
      SEVENTV: pace(requestsPerSecond),
      // Its client spreads requests by what Twitch says of its bucket.
      TWITCH: pace(Number.MAX_SAFE_INTEGER),
    };
  }

  get job(): Job {
    return { name: 'channel-emotes', everyMs: LOOK_EVERY_MS, run: () => Promise.resolve(this.#look()) };
  }

  /** Channels to keep up from now on. */
  add(channelIds: readonly ChannelId[]): void {
    const { sets, natives, ledger, live, nowMs } = this.#options;
    for (const channelId of channelIds) {
      if (this.#known.has(channelId)) continue;
      this.#known.add(channelId);
      const times = { ...ledger.timesOf(channelId) };
      // A time without the value that it is of says nothing.
      if (!sets.has(channelId)) for (const source of THIRD_PARTIES) delete times[source];
      if (!natives.hasChannel(channelId)) delete times.TWITCH;
      this.#queue.add(channelId, this.#sources, times, nowMs());
      live.watchChannel(channelId);
      if (times.SEVENTV !== undefined)
        live.watchWorn(channelId, sets.setIdOf(channelId, 'SEVENTV'), ledger.sevenTvUserOf(channelId));
    }
    this.#pump();
  }

  remove(channelIds: readonly ChannelId[]): void {
    const { sets, natives, live } = this.#options;
    for (const channelId of channelIds) {
      this.#known.delete(channelId);
      this.#queue.remove(channelId);
      live.unwatch(channelId);
      sets.forget(channelId);
      natives.forget(channelId);
      for (const source of SOURCES) this.#readNow.delete(`${source} ${channelId}`);
    }
  }

  /** A set may have changed unheard. */
  stale(channelId: ChannelId, provider: ThirdParty, reason: ResyncReason | 'switched'): void {
    const nowMs = this.#options.nowMs();
    // Of a set that was known before the start, what is first watched is one of thousands: those are not all read at once.
    if (reason === 'subscribed' && !this.#readNow.has(`${provider} ${channelId}`))
      this.#queue.askSoon(channelId, provider, nowMs);
    else this.#queue.ask(channelId, provider, nowMs);
    this.#pump();
  }

  /**
   * Asks Twitch for a channel's own emotes now, whether or not it is a known channel.
   *
   * @throws ProviderError when there is no usable answer
   */
  async readNatives(channelId: ChannelId): Promise<void> {
    const { clients, natives, ledger, nowMs } = this.#options;
    if (clients.helix === undefined) return;
    const askedAtMs = nowMs();
    const isDifferent = natives.learnChannel(channelId, await clients.helix.channelEmotes(channelId));
    this.#count('TWITCH', isDifferent ? 'changed' : 'same');
    ledger.note(channelId, 'TWITCH', askedAtMs);
  }

  /** When a channel's own emotes were last read, epoch ms. */
  nativesReadAtMs(channelId: ChannelId): number | undefined {
    return this.#options.ledger.timesOf(channelId).TWITCH;
  }

  stop(): void {
    this.#isStopped = true;
  }

  #look(): JobResult {
    this.#pump();
    const { nowMs, metrics, live, sets, clients } = this.#options;
    const figures: Record<string, number> = { channels: this.#known.size, liveTopics: live.state().topics };
    let [due, unread] = [0, 0];
    for (const source of this.#sources) {
      const counts = this.#queue.counts(source, nowMs());
      metrics.readingsDue.set({ source }, counts.due);
      metrics.readingsUnread.set({ source }, counts.unread);
      metrics.oldestReading.set({ source }, counts.oldestMs / 1_000);
      due += counts.due;
      unread += counts.unread;
    }
    Object.assign(figures, { due, unread, values: sets.owners.length });
    const troubles = [clients.ffz, clients.bttv, clients.sevenTv, clients.helix].flatMap((client) =>
      describeTrouble(client?.state()),
    );
    return {
      summary: `${this.#known.size} channels kept up, ${unread} readings never made, ${due} due`,
      figures,
      ...(troubles.length > 0 && { trouble: troubles.join('; ') }),
    };
  }

  #pump(sources: readonly Source[] = this.#sources): void {
    if (this.#isStopped) return;
    const nowMs = this.#options.nowMs();
    for (const source of sources) {
      const most = Math.min(AT_ONCE[source] - this.#underWay[source], this.#paces[source].available(nowMs));
      // It says by itself for how long it wants to be left alone; asking would only spend the readings' turns.
      if (most <= 0 || this.#clientOf(source)?.state().circuit === 'open') continue;
      const taken = this.#queue.take(source, most, nowMs);
      this.#paces[source].spend(taken.length);
      for (const channelId of taken) void this.#read(channelId, source);
    }
  }

  async #read(channelId: ChannelId, source: Source): Promise<void> {
    const { log, nowMs } = this.#options;
    this.#underWay[source]++;
    try {
      await this.#readOnce(channelId, source);
      this.#queue.done(channelId, source, nowMs());
    } catch (error) {
      this.#queue.failed(channelId, source, nowMs());
      if (error instanceof ProviderError && error.failure === 'stopped') return;
      this.#count(source, 'failed');
      if (error instanceof ProviderError) log.debug({ channelId, source, why: error.message }, 'not read');
      else log.error({ err: error, channelId, source }, 'a reading broke');
    } finally {
      this.#underWay[source]--;
      this.#pump([source]);
    }
  }

  async #readOnce(channelId: ChannelId, source: Source): Promise<void> {
    const { clients, sets, ledger, live, nowMs } = this.#options;
    if (source === 'TWITCH') return this.readNatives(channelId);
    const askedAtMs = nowMs();
    const { set, userId } =
      source === 'SEVENTV'
        ? await clients.sevenTv.channel(channelId)
        : { set: await clients[source === 'FFZ' ? 'ffz' : 'bttv'].channelSet(channelId), userId: null };
    // It may have gone meanwhile.
    if (!this.#known.has(channelId)) return;
    const isDifferent = sets.replace(channelId, source, set, askedAtMs);
    this.#count(source, isDifferent ? 'changed' : 'same');
    ledger.note(channelId, source, askedAtMs);
    this.#readNow.add(`${source} ${channelId}`);
    if (source !== 'SEVENTV') return;
    if (userId !== ledger.sevenTvUserOf(channelId)) ledger.noteSevenTvUser(channelId, userId);
    live.watchWorn(channelId, set === 'none' ? null : set.setId, userId);
  }

  #clientOf(source: Source): { state(): ProviderState } | undefined {
    const { bttv, ffz, sevenTv, helix } = this.#options.clients;
    return { BTTV: bttv, FFZ: ffz, SEVENTV: sevenTv, TWITCH: helix }[source];
  }

  #count(source: Source, outcome: 'changed' | 'same' | 'failed'): void {
    this.#options.metrics.readings.inc({ source, outcome });
  }
}

function describeTrouble(state: ProviderState | undefined): string[] {
  if (state?.trouble === undefined) return [];
  const pause =
    state.leftAloneForMs > 0 ? ` (left alone for ${Math.ceil(state.leftAloneForMs / 1_000)} s more)` : '';
  return [`${state.trouble}${pause}`];
}
