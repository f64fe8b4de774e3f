import { CHANNEL_PLAN_KEY, decodeChannelPlan, type ChannelId, type ChannelPlan } from '@emotide/domain';
import type { ProviderMetrics } from '@emotide/emote-providers';
import { CATALOGUE_KEYS, ThemeBook } from '@emotide/emotes';
import { readAllValues, type EventLog, type SharedBucket } from '@emotide/event-log';
import type { Logger } from '@emotide/service-kit';
import { recordRemovedThemes, recordThemes, type Store } from '@emotide/store';
import { CatalogueRecorder } from './catalogue-recorder';
import type { ScoutConfig } from './config';
import type { IdleJob, Job } from './job';
import { JobBoard } from './job-board';
import { JobSchedule } from './job-schedule';
import { ChannelEmotes } from './jobs/channel-emotes';
import { createDiscoverChannels } from './jobs/discover-channels';
import { GLOBAL_EMOTES, createGlobalEmotes } from './jobs/global-emotes';
import { ForgetChannels } from './jobs/forget-channels';
import { createHeardChannels } from './jobs/heard-channels';
import { createKeepOptOuts } from './jobs/keep-opt-outs';
import { createLearnEmotes } from './jobs/learn-emotes';
import { NAME_CHATTERS, createNameChatters } from './jobs/name-chatters';
import { STREAM_SESSIONS, createStreamSessions } from './jobs/stream-sessions';
import { createThemes } from './jobs/themes';
import { KnownChannels } from './known-channels';
import { LiveWatch } from './live-watch';
import { NativeCatalogue } from './native-catalogue';
import { NEEDS_HELIX, createProviderClients, type ProviderClients } from './provider-clients';
import { ReadingLedger } from './reading-ledger';
import type { ScoutMetrics } from './scout-metrics';
import { toThirdPartyEntry } from './third-party-entry';
import { ThirdPartySets } from './third-party-sets';
import { ValueWriter } from './value-writer';

export interface ScoutingOptions {
  readonly config: ScoutConfig;
  readonly eventLog: Pick<EventLog, 'openSharedValues'>;
  readonly store: Store;
  /** Whether this process may write now: it holds the lease. */
  readonly mayWrite: () => boolean;
  /** Epoch ms. */
  readonly nowMs: () => number;
  /** 0 to below 1. */
  readonly random: () => number;
  readonly log: Logger;
  readonly metrics: ScoutMetrics;
  readonly providerMetrics: ProviderMetrics;
  /** It can't go on: the process must end, and may start again. */
  readonly onFailed: (error: unknown) => void;
}

/** Whose values it writes. */
type OwnBucket = Exclude<SharedBucket, 'api-keys' | 'collectors'>;
type Stored = Readonly<Record<OwnBucket, ReadonlyMap<string, Uint8Array>>>;

const BUCKETS: readonly OwnBucket[] = ['channel-plan', 'emote-catalogue', 'themes', 'jobs'];
/** For what is not written yet, and for a run that does not end at once. */
const FINISH_WITHIN_MS = 1_500;

/** All the work of a scout, from when it holds the lease until it gives it up: goes on from what the buckets have. */
export class Scouting {
  readonly #options: ScoutingOptions;
  readonly #stopping = new AbortController();
  readonly #clients: ProviderClients;
  readonly #writers: Readonly<Record<OwnBucket, ValueWriter>>;
  readonly #recorder: CatalogueRecorder;
  readonly #board: JobBoard;
  readonly #ready: Promise<void>;
  #schedule: JobSchedule | undefined;
  #end: (() => Promise<void>) | undefined;

  constructor(options: ScoutingOptions) {
    const { config, eventLog, store, mayWrite, nowMs, log, metrics, providerMetrics, onFailed } = options;
    this.#options = options;
    this.#clients = createProviderClients(config, { log, metrics: providerMetrics });
    const writer = (bucket: OwnBucket): ValueWriter =>
      new ValueWriter({
        values: eventLog.openSharedValues(bucket),
        mayWrite,
        log,
        onWritten: () => metrics.valuesWritten.inc({ bucket }),
      });
    this.#writers = {
      'channel-plan': writer('channel-plan'),
      'emote-catalogue': writer('emote-catalogue'),
      themes: writer('themes'),
      jobs: writer('jobs'),
      'opt-outs': writer('opt-outs'),
    };
    this.#recorder = new CatalogueRecorder({ store, mayWrite, nowMs, log, metrics });
    this.#board = new JobBoard({ write: this.#writeTo('jobs'), nowMs, log, metrics });
    this.#ready = this.#start();
    this.#ready.catch(onFailed);
  }

  /** Whether what the buckets have was read, and the jobs are run. */
  get isRunning(): boolean {
    return this.#schedule !== undefined;
  }

  /** Values and emotes that are not where they belong yet. */
  get pending(): { readonly values: number; readonly emotes: number } {
    const values = Object.values(this.#writers).reduce((sum, { pending }) => sum + pending, 0);
    return { values, emotes: this.#recorder.pending };
  }

  /** Ends the work; what is decided is written, if that can be done now. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#clients.stop();
    const finish = async (): Promise<void> => {
      await this.#ready.catch(() => undefined);
      await this.#end?.();
      await this.#schedule?.stop();
      // Who has lost the lease has nothing to say any more.
      if (this.#options.mayWrite())
        await Promise.all(Object.values(this.#writers).map((writer) => writer.drained()));
      await this.#recorder.stop();
    };
    if (!(await settlesWithin(finish(), FINISH_WITHIN_MS)))
      this.#options.log.warn(this.pending, 'not all was written before the stop');
    for (const writer of Object.values(this.#writers)) writer.stop();
  }

  async #start(): Promise<void> {
    const { config, eventLog, store, nowMs, random, log, metrics, providerMetrics, onFailed } = this.#options;
    const clients = this.#clients;
    const recorder = this.#recorder;
    const writeCatalogue = this.#writeTo('emote-catalogue');
    const onCut = (emotes: number): void => metrics.cutEmotes.inc(emotes);
    const sets = new ThirdPartySets({
      write: writeCatalogue,
      onEmotes: (provider, emotes) =>
        recorder.offer(emotes.map((emote) => toThirdPartyEntry(provider, emote))),
      onCut,
    });
    const natives = new NativeCatalogue({
      write: writeCatalogue,
      onEntries: (entries) => recorder.offer(entries),
      onCut,
    });
    const ledger = new ReadingLedger({ write: this.#writeTo('jobs'), nowMs });

    const stored = await this.#readStored();
    if (this.#stopping.signal.aborted) return;
    const unreadable = restore(stored, { sets, natives, ledger });
    metrics.unreadableValues.inc(unreadable);
    if (unreadable > 0) log.warn({ values: unreadable }, 'values can not be used, and are made anew');

    const live = new LiveWatch({
      bttvUrl: config.EMOTIDE_BTTV_SOCKET_URL,
      sevenTvUrl: config.EMOTIDE_SEVENTV_EVENTS_URL,
      sets,
      nowMs,
      log,
      metrics: providerMetrics,
      onChanged: () => metrics.liveChanges.inc(),
      onStale: (owner, provider, reason) => {
        if (owner === null) this.#schedule?.runSoon(GLOBAL_EMOTES);
        else channelEmotes.stale(owner, provider, reason);
      },
    });
    const channelEmotes = new ChannelEmotes({
      clients,
      sets,
      natives,
      ledger,
      live,
      everyMs: {
        FFZ: config.EMOTIDE_FFZ_EMOTES_EVERY_MS,
        BTTV: config.EMOTIDE_CHANNEL_EMOTES_EVERY_MS,
        SEVENTV: config.EMOTIDE_CHANNEL_EMOTES_EVERY_MS,
        TWITCH: config.EMOTIDE_CHANNEL_EMOTES_EVERY_MS,
      },
      requestsPerSecond: config.EMOTIDE_PROVIDER_REQUESTS_PER_SECOND,
      nowMs,
      random,
      log,
      metrics,
    });
    // A bucket that is made anew has nothing of what this process takes for written.
    const canary = eventLog.openSharedValues('channel-plan').follow({
      onValue: () => undefined,
      onReplaced: () => onFailed(new Error('the buckets were made anew')),
    });
    const book = new ThemeBook();
    for (const [key, value] of stored.themes) book.note(key, value);
    const themes = eventLog.openSharedValues('themes').follow({
      onValue: ({ key, value }) => void book.note(key, value),
    });
    this.#end = async () => {
      channelEmotes.stop();
      live.stop();
      await Promise.all([canary.stop(), themes.stop()]);
    };

    const discovers = clients.helix !== undefined && config.EMOTIDE_DISCOVER_CHANNELS > 0;
    const known = new KnownChannels({
      sources: discovers ? ['plan', 'heard'] : ['heard'],
      onAdded: (channelIds) => channelEmotes.add(channelIds),
      onRemoved: (channelIds) => {
        channelEmotes.remove(channelIds);
        forgetChannels.note(channelIds);
      },
    });
    const forgetChannels: ForgetChannels = new ForgetChannels({
      known,
      sets,
      natives,
      ledger,
      remove: (key) => this.#writers['emote-catalogue'].write(key, () => undefined),
      everyMs: config.EMOTIDE_FORGET_CHANNELS_EVERY_MS,
      days: config.EMOTIDE_FORGET_CHANNELS_DAYS,
      nowMs,
    });
    const jobs: (Job | IdleJob)[] = [
      createThemes({
        file: config.EMOTIDE_THEMES_FILE,
        everyMs: config.EMOTIDE_THEMES_EVERY_MS,
        stored: stored.themes,
        book,
        write: this.#writeTo('themes'),
        record: async (inForce, removed) => {
          await recordThemes(store, inForce, nowMs());
          await recordRemovedThemes(store, removed, nowMs());
        },
      }),
      createGlobalEmotes({
        clients,
        sets,
        natives,
        live,
        everyMs: config.EMOTIDE_GLOBAL_EMOTES_EVERY_MS,
        nowMs,
      }),
      this.#discoverChannels(known, storedPlan(stored)),
      createHeardChannels({
        store,
        known,
        everyMs: config.EMOTIDE_HEARD_EVERY_MS,
        days: config.EMOTIDE_HEARD_DAYS,
        nowMs,
      }),
      channelEmotes.job,
      forgetChannels.job,
      this.#streamSessions(known),
      ...this.#nameChatters(),
      createKeepOptOuts({
        store,
        values: eventLog.openSharedValues('opt-outs'),
        everyMs: config.EMOTIDE_OPT_OUTS_EVERY_MS,
      }),
      createLearnEmotes({
        store,
        natives,
        recorder,
        channelEmotes: clients.helix && channelEmotes,
        everyMs: config.EMOTIDE_LEARN_EVERY_MS,
        nowMs,
      }),
    ];
    const idle = jobs.filter((job) => 'offBecause' in job);
    for (const job of idle) this.#board.showOff(job);
    this.#schedule = new JobSchedule(
      jobs.filter((job) => 'run' in job),
      { nowMs, random, onReport: (report) => this.#board.show(report) },
    );
    if (clients.helix === undefined)
      log.warn({ off: idle.map(({ name }) => name) }, `no Helix: ${NEEDS_HELIX}; all else goes on`);
  }

  #discoverChannels(known: KnownChannels, plan: ChannelPlan | undefined): Job | IdleJob {
    const { config, nowMs, metrics } = this.#options;
    const { helix } = this.#clients;
    const channels = config.EMOTIDE_DISCOVER_CHANNELS;
    const everyMs = config.EMOTIDE_DISCOVER_EVERY_MS;
    const off = (offBecause: string): IdleJob => ({ name: 'discover-channels', everyMs, offBecause });
    if (helix === undefined) return off(NEEDS_HELIX);
    if (channels === 0) return off('EMOTIDE_DISCOVER_CHANNELS is 0');
    return createDiscoverChannels({
      helix,
      known,
      plan,
      channels,
      gameIds: config.EMOTIDE_DISCOVER_GAMES,
      languages: config.EMOTIDE_DISCOVER_LANGUAGES,
      always: config.EMOTIDE_CHANNELS,
      everyMs,
      write: this.#writeTo('channel-plan'),
      onCame: () => this.#schedule?.runSoon(STREAM_SESSIONS),
      nowMs,
      metrics,
    });
  }

  /** Where ids are not kept, there is no such job. */
  #nameChatters(): (Job | IdleJob)[] {
    const { config, store, nowMs } = this.#options;
    const { helix } = this.#clients;
    const everyMs = config.EMOTIDE_NAME_CHATTERS_EVERY_MS;
    if (config.EMOTIDE_USERS !== 'full') return [];
    if (helix === undefined) return [{ name: NAME_CHATTERS, everyMs, offBecause: NEEDS_HELIX }];
    return [createNameChatters({ helix, store, everyMs, nowMs })];
  }

  #streamSessions(known: KnownChannels): Job | IdleJob {
    const { config, store, nowMs, metrics } = this.#options;
    const { helix } = this.#clients;
    const everyMs = config.EMOTIDE_STREAM_STATES_EVERY_MS;
    if (helix === undefined) return { name: STREAM_SESSIONS, everyMs, offBecause: NEEDS_HELIX };
    return createStreamSessions({ helix, store, known, everyMs, nowMs, metrics });
  }

  #writeTo(bucket: OwnBucket): (key: string, toBytes: () => Uint8Array, afterMs?: number) => void {
    return (key, toBytes, afterMs) => this.#writers[bucket].write(key, toBytes, afterMs);
  }

  async #readStored(): Promise<Stored> {
    const { eventLog } = this.#options;
    const { signal } = this.#stopping;
    const found = await Promise.all(
      BUCKETS.map(
        async (bucket) => [bucket, await readAllValues(eventLog.openSharedValues(bucket), signal)] as const,
      ),
    );
    return Object.fromEntries(found) as unknown as Stored;
  }
}

/** @returns how many values could not be used */
function restore(
  stored: Stored,
  { sets, natives, ledger }: { sets: ThirdPartySets; natives: NativeCatalogue; ledger: ReadingLedger },
): number {
  let unreadable = 0;
  for (const [key, bytes] of stored['emote-catalogue']) {
    const [kind, rest = ''] = key.split('.', 2);
    const isSound =
      key === CATALOGUE_KEYS.globals
        ? sets.restore(null, bytes)
        : kind === 'channel'
          ? sets.restore(rest as ChannelId, bytes)
          : kind === 'natives'
            ? natives.restoreChannel(rest as ChannelId, bytes)
            : kind !== 'classes' || natives.restoreClasses(bytes);
    if (!isSound) unreadable++;
  }
  for (const [key, bytes] of stored.jobs)
    if (ReadingLedger.isKey(key) && !ledger.restore(bytes)) unreadable++;
  if (stored['channel-plan'].has(CHANNEL_PLAN_KEY) && storedPlan(stored) === undefined) unreadable++;
  return unreadable;
}

function storedPlan(stored: Stored): ChannelPlan | undefined {
  const bytes = stored['channel-plan'].get(CHANNEL_PLAN_KEY);
  return bytes && decodeChannelPlan(bytes);
}

async function settlesWithin(work: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const isLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const isDone = await Promise.race([work.then(() => true as const), isLate]);
  clearTimeout(timer);
  return isDone;
}
