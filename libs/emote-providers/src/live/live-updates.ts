import type { ThirdParty } from '@emotide/emotes';
import type { Logger } from '@emotide/service-kit';
import type { ProviderMetrics } from '../provider-metrics';
import { LABEL_OF_PROVIDER, type ProviderLabel } from '../provider-label';
import { LIVE_DEFAULTS, LiveConnection, type LiveSettings } from './live-connection';
import { topicKey, type LiveEvent, type LiveTopic } from './live-event';
import type { LiveSession } from './live-session';

export interface LiveUpdatesOptions {
  /** Default: the real server. */
  readonly url?: URL;
  /**
   * Told what happens, one call after the other; must not throw. Between a change told here and an older answer that
   * a provider's cache still gives, the change is newer.
   */
  readonly onEvent: (event: LiveEvent) => void;
  readonly log: Logger;
  readonly metrics: ProviderMetrics;
  readonly userAgent?: string;
  readonly settings?: Partial<LiveSettings>;
  /** 0 to below 1, spreads waits. Default Math.random. */
  readonly random?: () => number;
  /** Milliseconds that only go forward. Default performance.now. */
  readonly monotonicMs?: () => number;
}

export interface LiveUpdatesState {
  readonly topics: number;
  readonly connections: number;
  readonly open: number;
  /** Connections whose last attempts failed. */
  readonly failing: number;
}

/** A provider's live updates, over as many sockets as the topics need. */
export interface LiveUpdates<T extends LiveTopic> {
  /** Watches from now on; again is harmless. A `resync` follows when it holds, a `refused` when it does not. */
  watch(topic: T): void;
  unwatch(topic: T): void;
  isWatched(topic: T): boolean;
  state(): LiveUpdatesState;
  stop(): void;
}

/** Places topics on connections, opens them one after the other, and closes those that have none left. */
export class LiveUpdatesPool<T extends LiveTopic> implements LiveUpdates<T> {
  readonly #provider: ThirdParty;
  readonly #label: ProviderLabel;
  readonly #url: URL;
  readonly #options: LiveUpdatesOptions;
  readonly #settings: LiveSettings;
  readonly #createSession: () => LiveSession;
  readonly #monotonicMs: () => number;
  /** Where each topic is. */
  readonly #places = new Map<string, LiveConnection>();
  readonly #connections = new Set<LiveConnection>();
  #nextTurnAtMs = 0;
  #isStopped = false;

  constructor(provider: ThirdParty, url: URL, createSession: () => LiveSession, options: LiveUpdatesOptions) {
    this.#provider = provider;
    this.#label = LABEL_OF_PROVIDER[provider];
    this.#url = options.url ?? url;
    this.#options = options;
    this.#settings = { ...LIVE_DEFAULTS, ...options.settings };
    this.#createSession = createSession;
    this.#monotonicMs = options.monotonicMs ?? (() => performance.now());
    this.#measure();
  }

  watch(topic: T): void {
    if (this.#isStopped || this.#places.has(topicKey(topic))) return;
    this.#place(topic);
    this.#measure();
  }

  unwatch(topic: T): void {
    const key = topicKey(topic);
    const connection = this.#places.get(key);
    if (connection === undefined) return;
    this.#places.delete(key);
    connection.run(connection.session.remove(key));
    this.#dropEmpty(connection);
    this.#measure();
  }

  isWatched(topic: T): boolean {
    return this.#places.has(topicKey(topic));
  }

  state(): LiveUpdatesState {
    const connections = [...this.#connections];
    return {
      topics: this.#places.size,
      connections: connections.length,
      open: connections.filter(({ isOpen }) => isOpen).length,
      failing: connections.filter(({ isFailing }) => isFailing).length,
    };
  }

  stop(): void {
    this.#isStopped = true;
    for (const connection of this.#connections) connection.stop();
    this.#connections.clear();
    this.#places.clear();
    this.#measure();
  }

  #place(topic: LiveTopic): void {
    const connection =
      [...this.#connections].find(({ session }) => session.size < session.capacity) ?? this.#connect();
    if (connection === undefined) {
      this.#tell({
        type: 'refused',
        provider: this.#provider,
        topic,
        reason: `${this.#settings.maxConnections} connections are full`,
      });
      return;
    }
    this.#places.set(topicKey(topic), connection);
    connection.run(connection.session.add(topic, this.#monotonicMs()));
  }

  #connect(): LiveConnection | undefined {
    if (this.#connections.size >= this.#settings.maxConnections) return undefined;
    const connection: LiveConnection = new LiveConnection({
      label: this.#label,
      url: this.#url,
      userAgent: this.#options.userAgent ?? 'Emotide/0.1',
      session: this.#createSession(),
      settings: this.#settings,
      log: this.#options.log,
      metrics: this.#options.metrics,
      random: this.#options.random ?? Math.random,
      monotonicMs: this.#monotonicMs,
      takeTurnMs: () => this.#takeTurnMs(),
      tell: (event) => this.#tell(event),
      onChange: () => this.#changed(connection),
    });
    this.#connections.add(connection);
    return connection;
  }

  #takeTurnMs(): number {
    const nowMs = this.#monotonicMs();
    const turnAtMs = Math.max(nowMs, this.#nextTurnAtMs);
    this.#nextTurnAtMs = turnAtMs + this.#settings.connectEveryMs;
    return turnAtMs - nowMs;
  }

  #tell(event: LiveEvent): void {
    if (this.#isStopped) return;
    this.#options.metrics.liveEvents.inc({ provider: this.#label, kind: event.type });
    if (event.type === 'refused') this.#forget(event.topic);
    this.#options.onEvent(event);
  }

  #forget(topic: LiveTopic): void {
    const connection = this.#places.get(topicKey(topic));
    this.#places.delete(topicKey(topic));
    this.#options.log.warn({ provider: this.#label, topic }, 'not watched live; polling goes on');
    if (connection) this.#dropEmpty(connection);
    this.#measure();
  }

  #changed(connection: LiveConnection): void {
    const { session } = connection;
    if (session.size > session.capacity) {
      for (const topic of session.shed()) {
        this.#places.delete(topicKey(topic));
        this.#place(topic);
      }
    }
    this.#measure();
  }

  #dropEmpty(connection: LiveConnection): void {
    if (connection.session.size > 0) return;
    connection.stop();
    this.#connections.delete(connection);
  }

  #measure(): void {
    const { metrics } = this.#options;
    const { open, topics } = this.state();
    metrics.liveSockets.set({ provider: this.#label }, open);
    metrics.liveTopics.set({ provider: this.#label }, topics);
  }
}
