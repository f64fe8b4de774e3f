import type { ChannelId } from '@emotide/domain';

/** Who says that a channel matters: the plan, or the warehouse because it is being read. */
export type KnownFrom = 'plan' | 'heard';

/** The channels that matter, from whoever says so. */
export class KnownChannels {
  readonly #from: Readonly<Record<KnownFrom, Set<ChannelId>>> = { plan: new Set(), heard: new Set() };
  readonly #silent: Set<KnownFrom>;
  readonly #onAdded: (channelIds: readonly ChannelId[]) => void;
  readonly #onRemoved: (channelIds: readonly ChannelId[]) => void;

  /** @param options.sources who will say something */
  constructor(options: {
    sources: readonly KnownFrom[];
    onAdded: (channelIds: readonly ChannelId[]) => void;
    onRemoved: (channelIds: readonly ChannelId[]) => void;
  }) {
    this.#silent = new Set(options.sources);
    this.#onAdded = options.onAdded;
    this.#onRemoved = options.onRemoved;
  }

  /** In the order of the plan, then of the warehouse. */
  all(): readonly ChannelId[] {
    return [...new Set([...this.#from.plan, ...this.#from.heard])];
  }

  /** Whether all who will say something have done so. */
  get isComplete(): boolean {
    return this.#silent.size === 0;
  }

  has(channelId: ChannelId): boolean {
    return this.#from.plan.has(channelId) || this.#from.heard.has(channelId);
  }

  /** What one of them says now, in place of what it said before. */
  replace(from: KnownFrom, channelIds: readonly ChannelId[]): void {
    this.#silent.delete(from);
    const before = this.#from[from];
    const now = new Set(channelIds);
    const added = [...now].filter((channelId) => !this.has(channelId));
    const gone = [...before].filter((channelId) => !now.has(channelId));
    before.clear();
    for (const channelId of now) before.add(channelId);
    const removed = gone.filter((channelId) => !this.has(channelId));
    if (added.length > 0) this.#onAdded(added);
    if (removed.length > 0) this.#onRemoved(removed);
  }
}
