import type { ChannelId, EmoteClass, EmoteId, HeardEmote } from '@emotide/domain';
import {
  CATALOGUE_KEYS,
  classifyNative,
  createChannelIndex,
  createGlobalIndex,
  classifyCatalogueEmote,
  createShippedKnowledge,
  decodeEmoteSets,
  decodeNativeClasses,
  nativeShardOf,
  toBaseEmoteId,
  withGlobalIndex,
  type ChannelEmotes,
  type ClassRule,
  type EmoteIndex,
  type EmoteSet,
  type GlobalIndex,
} from '@emotide/emotes';
import type { SharedValue, SharedValues } from '@emotide/event-log';
import { counter, gauge, type Logger, type Registry } from '@emotide/service-kit';
import { ownCopy } from './own-copy';

export interface EmoteCatalogueOptions {
  /** The bucket that the scout writes. */
  readonly values: Pick<SharedValues, 'follow'>;
  readonly log: Logger;
  readonly registry: Registry;
}

/** What one channel's actor holds: its `index` is replaced as a whole when a set changes. */
interface Cell extends ChannelEmotes {
  index: EmoteIndex | undefined;
}

const CHANNEL_PREFIX = CATALOGUE_KEYS.channel('' as ChannelId);
const CLASSES_PREFIX = 'classes.';
const NO_SETS: readonly EmoteSet[] = [];
/** Some 10 MB. A flood of made-up ids starts it anew. */
const MAX_KNOWN_CLASSES = 100_000;

/**
 * What the scout has learnt of emotes, followed while it changes. Without a scout, what is shipped with the program:
 * Twitch's own emotes get their class, third parties' are not known.
 *
 * A value that can't be read is counted, and what was known before stays.
 */
export class EmoteCatalogue {
  readonly #log: Logger;
  readonly #unreadable;
  readonly #following: { stop(): Promise<void> };
  readonly #cells = new Map<ChannelId, Cell>();
  #globals: GlobalIndex = createGlobalIndex(NO_SETS);
  /** Channels with emotes of their own. */
  readonly #channels = new Map<ChannelId, EmoteIndex>();
  readonly #rules = new Map<string, ReadonlyMap<EmoteId, ClassRule>>();
  readonly #knowledge = createShippedKnowledge({
    isGlobal: () => false,
    catalogueRule: (id) => this.#ruleOf(id) ?? this.#heard.get(id),
  });
  /** By what a chat source said of an emote's set and owner. */
  #heard = new Map<EmoteId, ClassRule>();
  #classes = new Map<EmoteId, EmoteClass>();

  constructor({ values, log, registry }: EmoteCatalogueOptions) {
    this.#log = log;
    this.#unreadable = counter(
      registry,
      'emotide_catalogue_unreadable_total',
      'Values of the emote catalogue that could not be read; what was known before stays',
    );
    gauge(registry, 'emotide_catalogue_channels', 'Channels whose third-party emotes are known', {
      collect: (g) => g.set(this.#channels.size),
    });
    gauge(registry, 'emotide_catalogue_natives', "Twitch's own emotes that the catalogue has classes of", {
      collect: (g) => g.set([...this.#rules.values()].reduce((sum, { size }) => sum + size, 0)),
    });
    this.#following = values.follow({ onValue: (value) => this.#note(value) });
  }

  /** What is known of a channel's emotes, now and later. */
  of(channelId: ChannelId): ChannelEmotes {
    let cell = this.#cells.get(channelId);
    if (cell === undefined) {
      cell = { index: this.#indexOf(channelId), classOf: (emote) => this.#classOf(emote) };
      this.#cells.set(channelId, cell);
    }
    return cell;
  }

  /** Notes what a chat source says beside an emote: what the catalogue knows of it comes first. */
  noteHeard({ id, setId, ownerId }: HeardEmote): void {
    const baseId = toBaseEmoteId(id);
    if (this.#heard.has(baseId)) return;
    const { rule } = classifyCatalogueEmote({ emoteType: '', tier: null, setId, ownerId });
    if (rule === 'NOTHING_KNOWN') return;
    if (this.#heard.size >= MAX_KNOWN_CLASSES) this.#heard = new Map();
    this.#heard.set(ownCopy(baseId), rule);
  }

  stop(): Promise<void> {
    return this.#following.stop();
  }

  #note({ key, value }: SharedValue): void {
    if (key === CATALOGUE_KEYS.globals) this.#setGlobals(this.#readSets(key, value));
    else if (key.startsWith(CHANNEL_PREFIX))
      this.#setChannel(key.slice(CHANNEL_PREFIX.length) as ChannelId, this.#readSets(key, value));
    else if (key.startsWith(CLASSES_PREFIX)) this.#setClasses(key, value);
  }

  #setGlobals(sets: readonly EmoteSet[] | undefined): void {
    if (sets === undefined) return;
    this.#globals = createGlobalIndex(sets, this.#globals.pool);
    for (const [channelId, index] of this.#channels)
      this.#channels.set(channelId, withGlobalIndex(index, this.#globals));
    for (const [channelId, cell] of this.#cells) cell.index = this.#indexOf(channelId);
  }

  #setChannel(channelId: ChannelId, sets: readonly EmoteSet[] | undefined): void {
    if (sets === undefined) return;
    if (sets.length === 0) this.#channels.delete(channelId);
    else this.#channels.set(channelId, createChannelIndex(this.#globals, sets));
    const cell = this.#cells.get(channelId);
    if (cell !== undefined) cell.index = this.#indexOf(channelId);
  }

  #setClasses(key: string, value: Uint8Array | undefined): void {
    if (value === undefined) this.#rules.delete(key);
    else {
      const decoded = decodeNativeClasses(value);
      if (decoded.type === 'bad') return this.#refuse(key, decoded.reason);
      this.#rules.set(key, decoded.rules);
    }
    this.#classes = new Map();
  }

  /** @returns undefined when the value can't be read */
  #readSets(key: string, value: Uint8Array | undefined): readonly EmoteSet[] | undefined {
    if (value === undefined) return NO_SETS;
    const decoded = decodeEmoteSets(value);
    if (decoded.type === 'sets') return decoded.sets;
    this.#refuse(key, decoded.reason);
    return undefined;
  }

  #refuse(key: string, reason: string): void {
    this.#unreadable.inc();
    this.#log.warn({ key, reason }, 'a value of the emote catalogue can not be read');
  }

  #indexOf(channelId: ChannelId): EmoteIndex | undefined {
    const index = this.#channels.get(channelId);
    if (index !== undefined) return index;
    return this.#globals.byName.size === 0 ? undefined : createChannelIndex(this.#globals, NO_SETS);
  }

  #ruleOf(id: EmoteId): ClassRule | undefined {
    return this.#rules.get(CATALOGUE_KEYS.classes(nativeShardOf(id)))?.get(id);
  }

  /** Most messages use a few well-known emotes, so the answer is remembered; by name alone it may become another. */
  #classOf(emote: { readonly id: EmoteId; readonly name: string }): EmoteClass {
    const known = this.#classes.get(emote.id);
    if (known !== undefined) return known;
    const { emoteClass, rule } = classifyNative(emote, this.#knowledge);
    if (rule !== 'NAME_PREFIX' && rule !== 'NOTHING_KNOWN') {
      if (this.#classes.size >= MAX_KNOWN_CLASSES) this.#classes = new Map();
      this.#classes.set(ownCopy(emote.id), emoteClass);
    }
    return emoteClass;
  }
}
