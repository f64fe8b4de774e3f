import type { ChatterForm, ChatterPolicy, EmoteClass } from '@emotide/domain';
import type { EventLog, SharedValues } from '@emotide/event-log';
import type { EmoteKey, Store } from '@emotide/store';
import { ThemeDesk } from '@emotide/themes';
import { ChannelWishes } from './channel-wishes';

/** How chatters are known here. */
export interface ChatterKnowledge {
  readonly policy: ChatterPolicy;
  readonly forms: readonly ChatterForm[];
}

/** What mutations work with: the values that others follow. */
export interface Changes {
  readonly wishes: ChannelWishes;
  readonly optOuts: SharedValues;
  readonly chatters: ChatterKnowledge;
  /** The warehouse itself: what a change reads must not be what somebody read a moment ago. */
  readonly store: Store;
  openThemeDesk(): Promise<ThemeDesk>;
  /** Told of each class that was decided, null when it was taken back, so that live answers have it at once. */
  readonly onReclassified: (emote: EmoteKey, emoteClass: EmoteClass | null) => void;
  stop(): Promise<void>;
}

export function createChanges(options: {
  eventLog: Pick<EventLog, 'openSharedValues'>;
  store: Store;
  chatters: ChatterKnowledge;
  /** Epoch ms. */
  clock: () => number;
  /** Told of each edit of a theme, so that an answer of this process has it at once. */
  onThemeEdited: (key: string, value: Uint8Array | undefined) => void;
  onReclassified: Changes['onReclassified'];
}): Changes {
  const { eventLog, store, chatters, clock, onThemeEdited, onReclassified } = options;
  const wishes = new ChannelWishes(eventLog.openSharedValues('channel-plan'));
  const values = eventLog.openSharedValues('themes');
  return {
    wishes,
    optOuts: eventLog.openSharedValues('opt-outs'),
    chatters,
    store,
    onReclassified,
    openThemeDesk: () => ThemeDesk.open({ values, store, clock, onEdited: onThemeEdited }),
    stop: () => wishes.stop(),
  };
}
