import { createRandom } from '../random';
import { toKey } from './draw';
import { inventLogin } from './invented-name';
import { MARKS } from './marks';
import type { GeneratedSettings } from './settings';
import { createTemplateWriter, type TemplateText } from './template-writer';
import { createChatter, createWorld, type Chatter, type World } from './world';

/** How many people one visitor's template stands for. */
export const VISITORS = 32;

/** What differs from one sending of a template to the next. */
export interface Sending {
  /** From 0 to below {@link VISITORS}. */
  readonly visitor: number;
  /** 36 bytes each. */
  readonly id: Buffer;
  readonly reference: Buffer;
  /** 13 digits. */
  readonly sentAt: Buffer;
}

/**
 * All lines of a generated chat, rendered once: a few tens of thousands, in one buffer. Sending one is a copy and a
 * few bytes written into it.
 *
 * A template is an index. Each channel has a run of them; those that only follow another (a shared chat's copy, a
 * reply, a deletion) come after all runs.
 */
export interface LinePool {
  readonly world: World;
  readonly templates: number;
  /** By channel: its raid's template, and behind it those that anything is chosen from. */
  readonly firstOf: Uint32Array;
  readonly countOf: Uint32Array;
  /** By template: the one that follows it, 0 for none (the first template follows nothing). */
  readonly followerOf: Uint32Array;
  readonly channelOf: Uint16Array;
  /** 1 for what goes also to readers without the capability for other commands. */
  readonly isPrivmsg: Uint8Array;
  /** Of the whole line, with its line end. */
  byteLength(template: number): number;
  /** Where the tags end. */
  tagsEnd(template: number): number;
  /** Writes a line into `target`, which has room for it. @returns where it ends. */
  write(template: number, sending: Sending, target: Buffer, at: number): number;
  /** The line as text, with zeros where sendings differ. */
  lineOf(template: number): string;
  /** Whether its author is somebody who drops in: then the last two digits of `user-id` are the visitor's. */
  isByVisitor(template: number): boolean;
  /** The rendered bytes. */
  readonly bytes: Buffer;
}

/** Reserved, not used: pages that are never written take no memory. */
const POOL_BYTES = 64 * 1024 * 1024;
const MOST_TEMPLATES = 40_000;
const LEAST_TEMPLATES = 2_000;
const TEMPLATES_PER_CHANNEL = 200;
/** A channel has a raid and this many others, however small it is. */
const LEAST_OF_CHANNEL = 4;
const SHARE_OF_VISITORS = 0.35;

/** Places within a template; 0 is none, as each begins with `@`. */
const ID = 0;
const SENT_AT = 1;
const TAGS_END = 2;
/** A reply names its parent twice: as such, and as the start of the thread. */
const REFERENCE = 3;
const THREAD = 4;
const VISITOR = 5;
const VISITOR_PLACES = 5;
const PLACES = VISITOR + VISITOR_PLACES;
const VISITOR_SLOTS = Array.from({ length: VISITOR_PLACES }, (_, i) => VISITOR + i);

const SPACE = 0x20;
const ZERO = 0x30;

export function createLinePool(settings: GeneratedSettings): LinePool {
  const { seed, mix, channels: channelCount } = settings;
  const world = createWorld(settings);
  const random = createRandom(toKey(seed, 4));
  const indexOf = new Map(world.channels.map((channel, index) => [channel, index]));
  const wanted = Math.min(MOST_TEMPLATES, Math.max(LEAST_TEMPLATES, channelCount * TEMPLATES_PER_CHANNEL));
  const totalWeight = world.weights.reduce((sum, weight) => sum + weight, 0);

  const firstOf = new Uint32Array(channelCount);
  const countOf = new Uint32Array(channelCount);
  const most = 2 * (wanted + channelCount * (LEAST_OF_CHANNEL + 2));
  const ends = new Uint32Array(most);
  const places = new Uint16Array(most * PLACES);
  const followerOf = new Uint32Array(most);
  const channelOf = new Uint16Array(most);
  const isPrivmsg = new Uint8Array(most);
  const bytes = Buffer.allocUnsafeSlow(POOL_BYTES);
  let templates = 0;
  let used = 0;

  const add = (channelIndex: number, text: string): void => {
    const start = used;
    used += bytes.write(`${text}\r\n`, start);
    const line = bytes.subarray(start, used);
    if (used + 4 >= POOL_BYTES) throw new RangeError('the pool of lines is full');
    const place = templates * PLACES;
    const take = (mark: string, ...slots: readonly number[]): void => {
      for (const slot of slots) {
        const at = line.indexOf(mark, 0, 'latin1');
        if (at < 0) return;
        places[place + slot] = at;
        line.fill(ZERO, at, at + mark.length);
      }
    };
    take(MARKS.id, ID);
    take(MARKS.sentAtMs, SENT_AT);
    take(MARKS.reference, REFERENCE, THREAD);
    take(MARKS.visitor, ...VISITOR_SLOTS);
    const tagsEnd = line.indexOf(SPACE);
    places[place + TAGS_END] = tagsEnd;
    isPrivmsg[templates] = line.includes(' PRIVMSG #', tagsEnd, 'latin1') ? 1 : 0;
    channelOf[templates] = channelIndex;
    ends[templates] = used;
    templates += 1;
  };

  const followers: { head: number; follower: NonNullable<TemplateText['follower']> }[] = [];
  const addHead = (channelIndex: number, { text, follower }: TemplateText): void => {
    if (follower !== undefined) followers.push({ head: templates, follower });
    add(channelIndex, text);
  };

  const visitorBase = 10_000_000 + (toKey(seed, 5) % 80) * 1_000_000;
  const regularsAround = (home: number, span: number): Chatter => {
    const { regulars } = world;
    // Squared: some come every day. One in ten is at home elsewhere.
    const away = random() < 0.1 ? Math.floor(random() * regulars.length) : 0;
    const index = Math.floor(random() ** 2 * span) + home + away;
    return regulars[index % regulars.length] as Chatter;
  };
  for (const [index, channel] of world.channels.entries()) {
    const writer = createTemplateWriter(channel, mix, random);
    const share = (world.weights[index] ?? 0) / totalWeight;
    const count = Math.max(LEAST_OF_CHANNEL, Math.round(share * wanted));
    const span = Math.max(40, count / 3);
    const home = Math.floor((index / channelCount) * world.regulars.length);
    firstOf[index] = templates;
    countOf[index] = count;
    addHead(index, writer.raid(regularsAround(home, span)));
    for (let i = 0; i < count; i++) {
      if (random() < SHARE_OF_VISITORS) {
        const login = `${inventLogin(random)}${MARKS.visitor}`;
        const visitor = createChatter(login, `${visitorBase + templates}${MARKS.visitor}`, random);
        addHead(index, writer.visitor({ ...visitor, isModerator: false, isVip: false }));
      } else addHead(index, writer.regular(regularsAround(home, span), regularsAround(home, span)));
    }
  }
  for (const { head, follower } of followers) {
    followerOf[head] = templates;
    add(indexOf.get(follower.channel) ?? 0, follower.text);
  }

  const startOf = (template: number): number => (template === 0 ? 0 : (ends[template - 1] ?? 0));
  return {
    world,
    templates,
    firstOf,
    countOf,
    followerOf,
    channelOf,
    isPrivmsg,
    byteLength: (template) => (ends[template] ?? 0) - startOf(template),
    tagsEnd: (template) => places[template * PLACES + TAGS_END] ?? 0,
    write(template, { visitor, id, reference, sentAt }, target, at) {
      const end = at + bytes.copy(target, at, startOf(template), ends[template]);
      const place = template * PLACES;
      put(target, at, places[place + ID], id);
      put(target, at, places[place + SENT_AT], sentAt);
      put(target, at, places[place + REFERENCE], reference);
      put(target, at, places[place + THREAD], reference);
      for (let slot = VISITOR; slot < PLACES; slot++) {
        const offset = places[place + slot] ?? 0;
        if (offset === 0) break;
        target[at + offset] = ZERO + Math.floor(visitor / 10);
        target[at + offset + 1] = ZERO + (visitor % 10);
      }
      return end;
    },
    lineOf: (template) => bytes.toString('utf8', startOf(template), (ends[template] ?? 0) - 2),
    isByVisitor: (template) => places[template * PLACES + VISITOR] !== 0,
    bytes: bytes.subarray(0, used),
  };
}

/** Byte by byte: for so few, a call of `copy` costs more. */
function put(target: Buffer, lineAt: number, offset: number | undefined, value: Buffer): void {
  if (offset === undefined || offset === 0) return;
  const at = lineAt + offset;
  for (let i = 0; i < value.length; i++) target[at + i] = value[i] ?? 0;
}
