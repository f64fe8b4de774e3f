import type { EmoteSet } from '../emote-set';

/** The whole answer is not what the provider gives: nothing of it may be used. `problem` holds no foreign text. */
export interface BadAnswer {
  readonly type: 'bad';
  readonly problem: string;
}

/** What an answer that should hold a set of emotes says. */
export type ParsedSet =
  | {
      readonly type: 'set';
      readonly set: EmoteSet;
      /** Entries left out: unreadable, a name that no token can equal, or beyond the most a set may hold. */
      readonly rejected: number;
      /** Emotes whose name an earlier one of the set already has; they are kept, in order. */
      readonly duplicateNames: number;
    }
  /** The provider knows the channel and says that it has no set. */
  | { readonly type: 'none' }
  | BadAnswer;

/** One page of a list. */
export type ParsedPage<T> =
  | {
      readonly type: 'page';
      readonly items: readonly T[];
      /** Entries left out because they could not be read. */
      readonly rejected: number;
      /** Where the next page begins; null on the last one. */
      readonly cursor: string | null;
    }
  | BadAnswer;

export const badAnswer = (problem: string): BadAnswer => ({ type: 'bad', problem });
