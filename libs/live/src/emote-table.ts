import { WINDOW_COUNT } from './windows';
import { enlarge } from './enlarge';

const NONE = -1;
/** Counts of a stamp: uses and messages for each window. */
export const STAMP_COUNTS = 2 * WINDOW_COUNT;
/** One id under more names than this in an hour is an attack: names are looked for one after the other. */
const MOST_STAMPS_PER_EMOTE = 256;
const EMPTY_NAME = '';

/**
 * Every emote in use and the stamps it came with. An emote is a provider's id; a stamp is the name and the class that
 * a row gave it: channels rename emotes and the catalogue learns, so an emote may have several at a time, and an
 * answer picks among them. Both have small numbers, used again once free.
 */
export class EmoteTable {
  readonly #maxStamps: number;
  readonly #maxTextUnits: number;
  /** By provider's number: id → emote. */
  readonly #byId: Map<string, number>[] = [];

  readonly #ids: string[] = [];
  #providers = new Uint8Array(64);
  #firstStamps = new Int32Array(64);
  readonly #freeEmotes: number[] = [];

  readonly #names: string[] = [];
  #classes = new Uint8Array(64);
  #emotes = new Int32Array(64);
  #nextStamps = new Int32Array(64);
  /** Pairs that a stamp is part of. */
  #references = new Uint32Array(64);
  readonly #freeStamps: number[] = [];

  #textUnits = 0;

  /**
   * Over all channels, copies left out: uses and messages of each stamp in each window, {@link STAMP_COUNTS} a stamp.
   * In doubles, which count to 2^53; those of a channel have 32 bits.
   */
  counts = new Float64Array(64 * STAMP_COUNTS);

  constructor(limits: { readonly maxStamps: number; readonly maxTextUnits: number }) {
    this.#maxStamps = limits.maxStamps;
    this.#maxTextUnits = limits.maxTextUnits;
  }

  /** Stamps in use. */
  get size(): number {
    return this.#names.length - this.#freeStamps.length;
  }

  /** All emotes' numbers are below this. */
  get end(): number {
    return this.#ids.length;
  }

  id(emote: number): string {
    return this.#ids[emote]!;
  }

  /** `PROVIDERS`' number. */
  provider(emote: number): number {
    return this.#providers[emote]!;
  }

  /** The first of an emote's stamps, or -1: the number is free. */
  firstStamp(emote: number): number {
    return this.#firstStamps[emote]!;
  }

  nextStamp(stamp: number): number {
    return this.#nextStamps[stamp]!;
  }

  emote(stamp: number): number {
    return this.#emotes[stamp]!;
  }

  name(stamp: number): string {
    return this.#names[stamp]!;
  }

  /** `EMOTE_CLASSES`' number. */
  class(stamp: number): number {
    return this.#classes[stamp]!;
  }

  /** The stamp's number, or -1. */
  find(provider: number, id: string, name: string, emoteClass: number): number {
    const emote = this.#byId[provider]?.get(id);
    return emote === undefined ? NONE : this.#findStamp(emote, name, emoteClass);
  }

  /**
   * Precondition: the stamp is not here.
   *
   * @returns its number, or -1 when a limit is reached.
   */
  add(provider: number, id: string, name: string, emoteClass: number): number {
    const known = this.#byId[provider]?.get(id);
    const units = name.length + (known === undefined ? id.length : 0);
    if (this.size >= this.#maxStamps || this.#textUnits + units > this.#maxTextUnits) return NONE;
    if (known !== undefined && this.#stampsOf(known) >= MOST_STAMPS_PER_EMOTE) return NONE;
    this.#textUnits += units;
    const emote = known ?? this.#addEmote(provider, id);
    const stamp = this.#freeStamps.pop() ?? this.#names.length;
    this.#growStamps(stamp + 1);
    this.#names[stamp] = name;
    this.#classes[stamp] = emoteClass;
    this.#emotes[stamp] = emote;
    // After the first: the name used first is as a rule the one used most, and is found at once.
    const first = this.#firstStamps[emote]!;
    if (first === NONE) {
      this.#firstStamps[emote] = stamp;
      this.#nextStamps[stamp] = NONE;
    } else {
      this.#nextStamps[stamp] = this.#nextStamps[first]!;
      this.#nextStamps[first] = stamp;
    }
    return stamp;
  }

  keep(stamp: number): void {
    this.#references[stamp]!++;
  }

  /** Undoes one {@link keep}; a stamp that nothing keeps is forgotten, and an emote without stamps. */
  drop(stamp: number): void {
    if (--this.#references[stamp]! > 0) return;
    const emote = this.#emotes[stamp]!;
    this.#unlink(emote, stamp);
    this.#textUnits -= this.#names[stamp]!.length;
    this.#names[stamp] = EMPTY_NAME;
    this.#freeStamps.push(stamp);
    if (this.#firstStamps[emote] !== NONE) return;
    const id = this.#ids[emote]!;
    this.#byId[this.#providers[emote]!]!.delete(id);
    this.#textUnits -= id.length;
    this.#ids[emote] = EMPTY_NAME;
    this.#freeEmotes.push(emote);
  }

  #findStamp(emote: number, name: string, emoteClass: number): number {
    let stamp = this.#firstStamps[emote]!;
    while (stamp !== NONE && (this.#classes[stamp] !== emoteClass || this.#names[stamp] !== name)) {
      stamp = this.#nextStamps[stamp]!;
    }
    return stamp;
  }

  #stampsOf(emote: number): number {
    let stamps = 0;
    for (let stamp = this.#firstStamps[emote]!; stamp !== NONE; stamp = this.#nextStamps[stamp]!) stamps++;
    return stamps;
  }

  #addEmote(provider: number, id: string): number {
    const emote = this.#freeEmotes.pop() ?? this.#ids.length;
    this.#providers = enlarge(this.#providers, emote + 1);
    this.#firstStamps = enlarge(this.#firstStamps, emote + 1);
    this.#ids[emote] = id;
    this.#providers[emote] = provider;
    this.#firstStamps[emote] = NONE;
    (this.#byId[provider] ??= new Map()).set(id, emote);
    return emote;
  }

  #growStamps(length: number): void {
    this.#classes = enlarge(this.#classes, length);
    this.#emotes = enlarge(this.#emotes, length);
    this.#nextStamps = enlarge(this.#nextStamps, length);
    this.#references = enlarge(this.#references, length);
    this.counts = enlarge(this.counts, length * STAMP_COUNTS);
  }

  #unlink(emote: number, stamp: number): void {
    const next = this.#nextStamps[stamp]!;
    let before = this.#firstStamps[emote]!;
    if (before === stamp) {
      this.#firstStamps[emote] = next;
      return;
    }
    while (this.#nextStamps[before] !== stamp) before = this.#nextStamps[before]!;
    this.#nextStamps[before] = next;
  }
}
