import type { ChannelId } from '@emotide/domain';
import {
  CATALOGUE_KEYS,
  applyChange,
  decodeEmoteSets,
  encodeEmoteSets,
  type EmoteChange,
  type EmoteSet,
  type SetEmote,
  type ThirdParty,
} from '@emotide/emotes';
import { CHANGE_MATTERS_FOR_MS, withRecentChanges, type HeardChange } from './recent-changes';
import { THIRD_PARTIES } from './source';

/** Whose sets: a channel's, or null for those of all channels. */
export type SetOwner = ChannelId | null;

export interface ThirdPartySetsOptions {
  /** Brings a value into the bucket `emote-catalogue`. */
  readonly write: (key: string, toBytes: () => Uint8Array) => void;
  /** Told of emotes that a set has. */
  readonly onEmotes: (provider: ThirdParty, emotes: readonly SetEmote[]) => void;
  /** Told how many emotes a value had no room for. */
  readonly onCut: (emotes: number) => void;
}

const NO_BYTES: Uint8Array = new Uint8Array();
/** Heard changes are looked through for old ones when so many more have come. */
const SWEEP_AFTER = 1_000;

/**
 * The third parties' sets of all channels that are kept up: the last good one of each provider, as the bucket has them.
 *
 * They are held encoded, 45 bytes an emote: a thousand channels with a thousand emotes each would be 150 MB of objects
 * otherwise, and only what changes is looked at.
 */
export class ThirdPartySets {
  readonly #options: ThirdPartySetsOptions;
  readonly #values = new Map<SetOwner, Uint8Array>();
  /** Who wears a set, by its provider's id. */
  readonly #wearers = new Map<string, Set<SetOwner>>();
  readonly #setIds = new Map<SetOwner, readonly string[]>();
  readonly #heard = new Map<string, HeardChange[]>();
  #heardSinceSweep = 0;

  constructor(options: ThirdPartySetsOptions) {
    this.#options = options;
  }

  /** Takes what the bucket has. @returns false for a value that can't be used: it is as if there were none */
  restore(owner: SetOwner, bytes: Uint8Array): boolean {
    const decoded = decodeEmoteSets(bytes);
    if (decoded.type === 'bad') return false;
    // Bytes of a message keep all of the message in memory.
    this.#hold(owner, decoded.sets, bytes.slice());
    return true;
  }

  /** Whether there is something of the owner, if only that nobody gives it emotes. */
  has(owner: SetOwner): boolean {
    return this.#values.has(owner);
  }

  get owners(): readonly SetOwner[] {
    return [...this.#values.keys()];
  }

  setsOf(owner: SetOwner): readonly EmoteSet[] {
    const decoded = decodeEmoteSets(this.#values.get(owner) ?? NO_BYTES);
    return decoded.type === 'sets' ? decoded.sets : [];
  }

  /** The provider's id of the set that an owner has of it. */
  setIdOf(owner: SetOwner, provider: ThirdParty): string | null {
    return this.setsOf(owner).find((set) => set.provider === provider)?.setId ?? null;
  }

  /** Who wears a set, by the provider's id of it. */
  wearersOf(provider: ThirdParty, setId: string): readonly SetOwner[] {
    return [...(this.#wearers.get(`${provider} ${setId}`) ?? [])];
  }

  /**
   * Puts one provider's answer in the place of the last.
   *
   * @param askedAtMs epoch ms; changes heard since are in force on top of it
   * @returns whether anything is different
   */
  replace(owner: SetOwner, provider: ThirdParty, answer: EmoteSet | 'none', askedAtMs: number): boolean {
    const set = answer === 'none' ? undefined : withRecentChanges(answer, this.#heardOf(answer), askedAtMs);
    // As the provider told them: a live renaming is a channel's.
    if (answer !== 'none') this.#options.onEmotes(provider, answer.emotes);
    const others = this.setsOf(owner).filter((each) => each.provider !== provider);
    return this.#store(owner, set === undefined ? others : [...others, set]);
  }

  /** Puts a live change in force wherever its set is worn. @returns whether anything is different */
  apply(change: EmoteChange, heardAtMs: number): boolean {
    this.#remember({ change, heardAtMs });
    const { provider, channelId, setId } = change;
    const owners = setId !== null ? this.wearersOf(provider, setId) : [channelId];
    let isDifferent = false;
    for (const owner of owners) {
      if (!this.has(owner)) continue;
      const sets = this.setsOf(owner).map((set) => applyChange(set, change));
      if (this.#store(owner, sets)) isDifferent = true;
    }
    if (isDifferent && change.type === 'added') this.#options.onEmotes(provider, [change.emote]);
    return isDifferent;
  }

  /** A channel is not kept up any more. The bucket keeps what it has of it until that is removed. */
  forget(channelId: ChannelId): void {
    this.#unlink(channelId);
    this.#values.delete(channelId);
  }

  #store(owner: SetOwner, sets: readonly EmoteSet[]): boolean {
    const inOrder = THIRD_PARTIES.flatMap((provider) => sets.filter((set) => set.provider === provider));
    const { bytes, cut } = encodeEmoteSets(inOrder);
    const before = this.#values.get(owner);
    if (before !== undefined && Buffer.compare(before, bytes) === 0) return false;
    if (cut > 0) this.#options.onCut(cut);
    this.#hold(owner, inOrder, bytes);
    const key = owner === null ? CATALOGUE_KEYS.globals : CATALOGUE_KEYS.channel(owner);
    this.#options.write(key, () => this.#values.get(owner) ?? bytes);
    return true;
  }

  #hold(owner: SetOwner, sets: readonly EmoteSet[], bytes: Uint8Array): void {
    this.#unlink(owner);
    this.#values.set(owner, bytes);
    const ids = sets.flatMap(({ provider, setId }) => (setId === null ? [] : `${provider} ${setId}`));
    this.#setIds.set(owner, ids);
    for (const id of ids) this.#wearers.set(id, (this.#wearers.get(id) ?? new Set()).add(owner));
  }

  #unlink(owner: SetOwner): void {
    for (const id of this.#setIds.get(owner) ?? []) {
      const wearers = this.#wearers.get(id);
      wearers?.delete(owner);
      if (wearers?.size === 0) this.#wearers.delete(id);
    }
    this.#setIds.delete(owner);
  }

  #heardOf({ provider, channelId, setId }: EmoteSet): readonly HeardChange[] {
    return [
      ...(this.#heard.get(heardKey(provider, null, setId)) ?? []),
      ...(this.#heard.get(heardKey(provider, channelId, null)) ?? []),
    ];
  }

  #remember(heard: HeardChange): void {
    const { provider, channelId, setId } = heard.change;
    const key = heardKey(provider, channelId, setId);
    const list = this.#heard.get(key);
    if (list === undefined) this.#heard.set(key, [heard]);
    else list.push(heard);
    if (++this.#heardSinceSweep < SWEEP_AFTER) return;
    this.#heardSinceSweep = 0;
    for (const [each, changes] of this.#heard) {
      const young = changes.filter(({ heardAtMs }) => heard.heardAtMs - heardAtMs < CHANGE_MATTERS_FOR_MS);
      if (young.length > 0) this.#heard.set(each, young);
      else this.#heard.delete(each);
    }
  }
}

/** A change names the set, or else the channel. */
function heardKey(provider: ThirdParty, channelId: ChannelId | null, setId: string | null): string {
  return setId !== null ? `${provider} set ${setId}` : `${provider} channel ${channelId ?? ''}`;
}
