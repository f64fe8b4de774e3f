import { Refusal } from '../refusal';
import { edited, type EmoteChange, type SetEdit } from './emote-change';
import type { EmoteLog } from './emote-log';
import { emoteNamed, isEmoteName, type SetKey, type SetOf, type ThirdPartyEmote } from './third-party-emote';

/** Which third-party emotes there are now, and every change that led here. */
export interface EmoteBook {
  readonly emotesOf: SetOf;
  /** The number of the last change; 0 before the first. */
  readonly revision: number;
  readonly changes: readonly EmoteChange[];
  /**
   * Changes a set, from the next line of chat on.
   *
   * @throws Refusal where the set, the emote or the name does not allow it.
   */
  edit(key: SetKey, edit: SetEdit): EmoteChange;
  /** @returns what ends the listening. */
  onChange(hear: (change: EmoteChange, before: readonly ThirdPartyEmote[]) => void): () => void;
}

const MAX_EMOTES = 10_000;

export function createEmoteBook(options: {
  /** The sets before the first change. */
  base: SetOf;
  log: Pick<EmoteLog, 'before' | 'append'>;
  nowMs: () => number;
}): EmoteBook {
  const { base, log, nowMs } = options;
  const keyOf = ({ provider, channelId }: SetKey): string => `${provider} ${channelId ?? ''}`;
  const changed = new Map<string, readonly ThirdPartyEmote[]>();
  const changes: EmoteChange[] = [];
  const listeners = new Set<(change: EmoteChange, before: readonly ThirdPartyEmote[]) => void>();

  const emotesOf: SetOf = (key) => changed.get(keyOf(key)) ?? base(key);
  const take = (change: EmoteChange): void => {
    changed.set(keyOf(change), edited(emotesOf(change) ?? [], change));
    changes.push(change);
  };
  for (const change of log.before) take(change);

  const check = (emotes: readonly ThirdPartyEmote[], edit: SetEdit): void => {
    const checkName = (name: string): void => {
      if (!isEmoteName(name)) throw new Refusal('name must be 1 to 100 characters without spaces', 400);
      const holder = emoteNamed(emotes, name);
      if (holder !== undefined)
        throw new Refusal(`the set has a ${name} already, of id ${holder.id}: remove or rename that first`);
    };
    const checkId = (id: string): void => {
      if (!emotes.some((emote) => emote.id === id))
        throw new Refusal(`the set has no emote of id ${id}: GET /control/emotes lists what it has`, 404);
    };
    switch (edit.kind) {
      case 'set':
        if (edit.emotes.length > MAX_EMOTES) throw new Refusal(`a set has at most ${MAX_EMOTES} emotes`);
        if (!edit.emotes.every(({ name }) => isEmoteName(name))) throw new Refusal('a name has spaces', 400);
        return;
      case 'add':
        checkName(edit.emote.name);
        if (emotes.some(({ id }) => id === edit.emote.id))
          throw new Refusal(`the set has an emote of id ${edit.emote.id} already: rename that one`);
        if (emotes.length >= MAX_EMOTES) throw new Refusal(`the set is full with ${MAX_EMOTES} emotes`);
        return;
      case 'rename':
        checkId(edit.id);
        return checkName(edit.name);
      case 'remove':
        return checkId(edit.id);
    }
  };

  return {
    emotesOf,
    get revision() {
      return changes.at(-1)?.revision ?? 0;
    },
    changes,
    edit({ provider, channelId }, edit) {
      const before = emotesOf({ provider, channelId }) ?? [];
      check(before, edit);
      const revision = (changes.at(-1)?.revision ?? 0) + 1;
      const change: EmoteChange = { revision, atMs: nowMs(), provider, channelId, ...edit };
      log.append(change);
      take(change);
      for (const hear of listeners) hear(change, before);
      return change;
    },
    onChange(hear) {
      listeners.add(hear);
      return () => void listeners.delete(hear);
    },
  };
}
