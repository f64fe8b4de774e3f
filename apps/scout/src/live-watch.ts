import type { ChannelId } from '@emotide/domain';
import {
  createBttvSocket,
  createSevenTvEvents,
  type LiveEvent,
  type LiveTopic,
  type LiveUpdatesOptions,
  type ProviderMetrics,
  type ResyncReason,
} from '@emotide/emote-providers';
import type { ThirdParty } from '@emotide/emotes';
import type { Logger } from '@emotide/service-kit';
import type { SetOwner, ThirdPartySets } from './third-party-sets';

export interface LiveWatchOptions {
  readonly bttvUrl: URL | undefined;
  readonly sevenTvUrl: URL | undefined;
  readonly sets: ThirdPartySets;
  /** Epoch ms. */
  readonly nowMs: () => number;
  readonly log: Logger;
  readonly metrics: ProviderMetrics;
  /** A change was put in force. */
  readonly onChanged: () => void;
  /** A set may have changed unheard, or another is worn: it must be read again. */
  readonly onStale: (owner: SetOwner, provider: ThirdParty, reason: ResyncReason | 'switched') => void;
}

/** What is watched of one channel at 7TV. */
interface Worn {
  readonly setId: string | null;
  readonly userId: string | null;
}

/** Live updates of the sets of all known channels, put in force as they come. */
export class LiveWatch {
  readonly #options: LiveWatchOptions;
  readonly #bttv: ReturnType<typeof createBttvSocket>;
  readonly #sevenTv: ReturnType<typeof createSevenTvEvents>;
  readonly #worn = new Map<SetOwner, Worn>();
  readonly #channelOfUser = new Map<string, ChannelId>();

  constructor(options: LiveWatchOptions) {
    this.#options = options;
    const { log, metrics, bttvUrl, sevenTvUrl } = options;
    const common: LiveUpdatesOptions = { log, metrics, onEvent: (event) => this.#hear(event) };
    this.#bttv = createBttvSocket({ ...common, ...(bttvUrl && { url: bttvUrl }) });
    this.#sevenTv = createSevenTvEvents({ ...common, ...(sevenTvUrl && { url: sevenTvUrl }) });
  }

  /** Watches a channel where that takes no more than its id. */
  watchChannel(channelId: ChannelId): void {
    this.#bttv.watch({ type: 'channel', channelId });
  }

  /**
   * Watches the 7TV set that is worn now, and no longer the one before.
   *
   * @param userId 7TV's own id of the streamer, by which it tells that another set is worn; null where nobody knows
   */
  watchWorn(owner: SetOwner, setId: string | null, userId: string | null): void {
    const before = this.#worn.get(owner);
    if (before?.setId === setId && before.userId === userId) return;
    this.#worn.set(owner, { setId, userId });
    if (setId !== null) this.#sevenTv.watch({ type: 'set', setId });
    if (userId !== null) this.#sevenTv.watch({ type: 'user', userId });
    if (userId !== null && owner !== null) this.#channelOfUser.set(userId, owner);
    if (before !== undefined) this.#letGo(before);
  }

  unwatch(channelId: ChannelId): void {
    this.#bttv.unwatch({ type: 'channel', channelId });
    const worn = this.#worn.get(channelId);
    this.#worn.delete(channelId);
    if (worn !== undefined) this.#letGo(worn);
  }

  /** Topics that are watched, and sockets that are open. */
  state(): { readonly topics: number; readonly open: number; readonly failing: number } {
    const [a, b] = [this.#bttv.state(), this.#sevenTv.state()];
    return { topics: a.topics + b.topics, open: a.open + b.open, failing: a.failing + b.failing };
  }

  stop(): void {
    this.#bttv.stop();
    this.#sevenTv.stop();
  }

  /** Several channels may wear one set. */
  #letGo({ setId, userId }: Worn): void {
    const all = [...this.#worn.values()];
    if (setId !== null && !all.some((worn) => worn.setId === setId))
      this.#sevenTv.unwatch({ type: 'set', setId });
    if (userId === null || all.some((worn) => worn.userId === userId)) return;
    this.#sevenTv.unwatch({ type: 'user', userId });
    this.#channelOfUser.delete(userId);
  }

  #hear(event: LiveEvent): void {
    const { sets, nowMs, onChanged, onStale } = this.#options;
    switch (event.type) {
      case 'change':
        if (sets.apply(event.change, nowMs())) onChanged();
        return;
      case 'set-switched': {
        const channelId = this.#channelOfUser.get(event.userId);
        if (channelId !== undefined) onStale(channelId, event.provider, 'switched');
        return;
      }
      case 'resync':
        for (const topic of event.topics)
          for (const owner of this.#ownersOf(topic)) onStale(owner, event.provider, event.reason);
        return;
      case 'refused':
        // Said and counted where it was refused; what is not watched is read now and then.
        return;
    }
  }

  #ownersOf(topic: LiveTopic): readonly SetOwner[] {
    switch (topic.type) {
      case 'channel':
        return [topic.channelId];
      case 'set':
        return this.#options.sets.wearersOf('SEVENTV', topic.setId);
      case 'user':
        return [this.#channelOfUser.get(topic.userId)].filter((id) => id !== undefined);
    }
  }
}
