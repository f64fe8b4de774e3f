import type { EmoteClass } from '@emotide/domain';

interface ClassRuleFacts {
  readonly emoteClass: EmoteClass;
  /** For people: why. */
  readonly because: string;
}

/**
 * Every reason by which a native emote gets its class. The codes are kept in the catalogue and shown to people:
 * never rename one.
 */
export const CLASS_RULES = {
  LIST_GLOBAL: { emoteClass: 'GLOBAL', because: "Its id is on Twitch's list of global emotes." },
  LIST_SMILEY: { emoteClass: 'GLOBAL', because: 'Its id is one of the smilies that everybody has.' },
  LIST_GLOBAL_2018: {
    emoteClass: 'GLOBAL',
    because: 'Its id was a global emote in 2018; it is no longer on the list.',
  },
  LIST_HYPE_TRAIN: { emoteClass: 'LIMITED', because: 'Its id is in a set that Hype Trains unlock.' },
  LIST_EVENT: { emoteClass: 'LIMITED', because: 'Its id is in a set that a limited event unlocked.' },
  LIST_TWO_FACTOR: {
    emoteClass: 'LIMITED',
    because: 'Its id is in the set that two-factor authentication unlocks.',
  },
  LIST_PRIME: { emoteClass: 'PRIME_TURBO', because: 'Its id is in the set that comes with Prime.' },
  LIST_TURBO: { emoteClass: 'PRIME_TURBO', because: 'Its id is in the set that comes with Turbo.' },
  SUBSCRIPTION_T1: { emoteClass: 'SUB_T1', because: 'Twitch says that it comes with a tier 1 subscription.' },
  SUBSCRIPTION_T2: { emoteClass: 'SUB_T2', because: 'Twitch says that it comes with a tier 2 subscription.' },
  SUBSCRIPTION_T3: { emoteClass: 'SUB_T3', because: 'Twitch says that it comes with a tier 3 subscription.' },
  SUBSCRIPTION: {
    emoteClass: 'CHANNEL_UNKNOWN',
    because: 'Twitch says that it comes with a subscription, and not of which tier.',
  },
  TYPE_BITS: { emoteClass: 'BITS', because: 'Twitch says that cheering unlocks it.' },
  TYPE_FOLLOWER: { emoteClass: 'FOLLOWER', because: "Twitch says that the channel's followers have it." },
  TYPE_GLOBAL: { emoteClass: 'GLOBAL', because: 'Twitch says that everybody has it.' },
  TYPE_LIMITED: {
    emoteClass: 'LIMITED',
    because:
      'Twitch says that it is a reward: of a Hype Train, an event, channel points or two-factor login.',
  },
  TYPE_PRIME_TURBO: { emoteClass: 'PRIME_TURBO', because: 'Twitch says that it comes with Prime or Turbo.' },
  SET_FOLLOWER: { emoteClass: 'FOLLOWER', because: "Its set's id has the form that follower emotes have." },
  SET_BITS: { emoteClass: 'BITS', because: "Its set's id is in the range of sets that cheering unlocks." },
  SET_GLOBAL: { emoteClass: 'GLOBAL', because: 'Its set is one that everybody has.' },
  SET_TWO_FACTOR: { emoteClass: 'LIMITED', because: 'Its set is the one that two-factor login unlocks.' },
  SET_CHANNEL_POINTS: { emoteClass: 'LIMITED', because: 'Its set is the one that channel points unlock.' },
  SET_PRIME_TURBO: { emoteClass: 'PRIME_TURBO', because: 'Its set is one that comes with Prime or Turbo.' },
  OWNER_LIMITED: { emoteClass: 'LIMITED', because: "Its owner is Twitch's account for limited emotes." },
  CHANNEL_OWNER: {
    emoteClass: 'CHANNEL_UNKNOWN',
    because: 'A channel owns it, and Twitch does not say what it costs.',
  },
  NAME_PREFIX: {
    emoteClass: 'CHANNEL_UNKNOWN',
    because: "Its name begins with a channel's prefix; no catalogue read so far has it.",
  },
  NOTHING_KNOWN: {
    emoteClass: 'UNKNOWN',
    because: "No list and no catalogue read so far has it, and its name is not a channel's.",
  },
} as const satisfies Readonly<Record<string, ClassRuleFacts>>;

export type ClassRule = keyof typeof CLASS_RULES;

/** A class, and by which rule. */
export interface NativeClass {
  readonly emoteClass: EmoteClass;
  readonly rule: ClassRule;
}

const DECISIONS = Object.fromEntries(
  Object.entries(CLASS_RULES).map(([rule, { emoteClass }]) => [rule, { emoteClass, rule }]),
) as unknown as Readonly<Record<ClassRule, NativeClass>>;

/** What a rule decides: always the same object, so that a hundred thousand emotes share twenty. */
export function classOfRule(rule: ClassRule): NativeClass {
  return DECISIONS[rule];
}

/** One sentence for people. */
export function explainRule(rule: ClassRule): string {
  return CLASS_RULES[rule].because;
}

/** Why an emote costs what it does, in one sentence, where a person decided over all rules. */
export const DECIDED_BECAUSE = 'An administrator decided it.';

/** Whether an outside text is a rule's code. */
export function isClassRule(code: string): code is ClassRule {
  return Object.hasOwn(CLASS_RULES, code);
}
