import type { ChannelId, EmoteId } from '@emotide/domain';
import {
  CATALOGUE_KEYS,
  NATIVE_SHARDS,
  classifyCatalogueEmote,
  classifyNative,
  createShippedKnowledge,
  decodeNativeClasses,
  decodeNativeEmotes,
  encodeNativeClasses,
  encodeNativeEmotes,
  nativeShardOf,
  toBaseEmoteId,
  type ClassRule,
  type NativeCatalogueEmote,
  type NativeClass,
} from '@emotide/emotes';
import type { CatalogueEntry } from '@emotide/store';

export interface NativeCatalogueOptions {
  /** Brings a value into the bucket `emote-catalogue`, after a while in which more may come to it. */
  readonly write: (key: string, toBytes: () => Uint8Array, afterMs: number) => void;
  /** Told of emotes with the class that they have now. */
  readonly onEntries: (entries: readonly CatalogueEntry[]) => void;
  /** Told how many emotes a value had no room for. */
  readonly onCut: (emotes: number) => void;
}

/** One channel's emotes lie in nearly all shards, and at a cold start ten channels are read a second. */
const CLASSES_AFTER_MS = 2_000;

/** What Twitch has told of its own emotes, on top of what is shipped. */
export class NativeCatalogue {
  readonly #options: NativeCatalogueOptions;
  readonly #shards: readonly Map<EmoteId, ClassRule>[];
  /** Channels' own emotes as the bucket has them. */
  readonly #values = new Map<ChannelId, Uint8Array>();
  readonly #knowledge = createShippedKnowledge({
    isGlobal: (id) => this.#ruleOf(id) === 'LIST_GLOBAL',
    catalogueRule: (id) => {
      const rule = this.#ruleOf(id);
      return rule === 'LIST_GLOBAL' ? undefined : rule;
    },
  });

  constructor(options: NativeCatalogueOptions) {
    this.#options = options;
    this.#shards = Array.from({ length: NATIVE_SHARDS }, () => new Map());
  }

  /** Emotes of which Twitch has told something. */
  get size(): number {
    return this.#shards.reduce((sum, { size }) => sum + size, 0);
  }

  /** Takes what the bucket has of one shard. @returns false for a value that can't be used */
  restoreClasses(bytes: Uint8Array): boolean {
    const decoded = decodeNativeClasses(bytes);
    if (decoded.type === 'bad') return false;
    // By its own place, whichever key it lay under.
    for (const [id, rule] of decoded.rules) this.#shards[nativeShardOf(id)]!.set(id, rule);
    return true;
  }

  /** Takes what the bucket has of one channel. @returns false for a value that can't be used */
  restoreChannel(channelId: ChannelId, bytes: Uint8Array): boolean {
    if (decodeNativeEmotes(bytes).type === 'bad') return false;
    this.#values.set(channelId, bytes.slice());
    return true;
  }

  /** Channels of whose emotes something is held. */
  get owners(): readonly ChannelId[] {
    return [...this.#values.keys()];
  }

  hasChannel(channelId: ChannelId): boolean {
    return this.#values.has(channelId);
  }

  /** What it costs, as known now. */
  classify(emote: { readonly id: EmoteId; readonly name: string }): NativeClass {
    return classifyNative(emote, this.#knowledge);
  }

  /** What Twitch says of a channel's emotes. @returns whether anything is different */
  learnChannel(channelId: ChannelId, emotes: readonly NativeCatalogueEmote[]): boolean {
    this.#learn(emotes, (emote) => classifyCatalogueEmote(emote).rule);
    const { bytes, cut } = encodeNativeEmotes(emotes);
    const before = this.#values.get(channelId);
    if (before !== undefined && Buffer.compare(before, bytes) === 0) return false;
    if (cut > 0) this.#options.onCut(cut);
    this.#values.set(channelId, bytes);
    this.#options.write(CATALOGUE_KEYS.natives(channelId), () => this.#values.get(channelId) ?? bytes, 0);
    return true;
  }

  /**
   * "Get Global Emotes", whose entries say neither type nor set: that they are in it is all. Who was global stays free,
   * as those of 2018 do.
   */
  learnGlobals(emotes: readonly NativeCatalogueEmote[]): void {
    this.#learn(emotes, () => 'LIST_GLOBAL');
  }

  /** Emotes of sets that belong to no channel. */
  learnSets(emotes: readonly NativeCatalogueEmote[]): void {
    this.#learn(emotes, (emote) => classifyCatalogueEmote(emote).rule);
  }

  /** A channel is not kept up any more. What was learnt of its emotes stays. */
  forget(channelId: ChannelId): void {
    this.#values.delete(channelId);
  }

  /** The entry of an emote that was used, with its class as known now; undefined while nobody knows. */
  entryOfUsed(id: EmoteId, name: string): CatalogueEntry | undefined {
    const { emoteClass, rule } = this.classify({ id, name });
    if (emoteClass === 'UNKNOWN' || emoteClass === 'CHANNEL_UNKNOWN') return undefined;
    return {
      provider: 'TWITCH',
      emoteId: id,
      name,
      emoteClass,
      rule,
      ownerId: null,
      setId: null,
      isAnimated: false,
      isZeroWidth: false,
    };
  }

  #learn(emotes: readonly NativeCatalogueEmote[], ruleFor: (emote: NativeCatalogueEmote) => ClassRule): void {
    for (const emote of emotes) {
      const rule = ruleFor(emote);
      // It would hide what the emote's name says.
      if (rule === 'NOTHING_KNOWN') continue;
      const shard = nativeShardOf(emote.id);
      const known = this.#shards[shard]!;
      if (known.get(emote.id) === rule) continue;
      known.set(emote.id, rule);
      this.#options.write(CATALOGUE_KEYS.classes(shard), () => this.#encodeShard(shard), CLASSES_AFTER_MS);
    }
    this.#options.onEntries(emotes.map((emote) => this.#entryOf(emote)));
  }

  #encodeShard(shard: number): Uint8Array {
    const { bytes, cut } = encodeNativeClasses(this.#shards[shard]!);
    if (cut > 0) this.#options.onCut(cut);
    return bytes;
  }

  #entryOf(emote: NativeCatalogueEmote): CatalogueEntry {
    const { id, name, ownerId, setId, isAnimated } = emote;
    return {
      provider: 'TWITCH',
      emoteId: id,
      name,
      ...this.classify({ id, name }),
      ownerId,
      setId,
      isAnimated,
      isZeroWidth: false,
    };
  }

  #ruleOf(id: EmoteId): ClassRule | undefined {
    const base = toBaseEmoteId(id);
    return this.#shards[nativeShardOf(base)]!.get(base);
  }
}
