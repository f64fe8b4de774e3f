import type { EmoteId } from '@emotide/domain';
import type { ClassRule } from './class-rules';
import type { NativeKnowledge } from './classify-native';
import { listFreeEmotes, type FreeSource } from './data/free-emotes';
import { SHIPPED_THEMES } from './data/themes';

/** The first that holds decides: what Twitch lists today says more than what it listed once. */
const RULE_OF_SOURCE: readonly (readonly [FreeSource, ClassRule])[] = [
  ['HELIX_GLOBAL_2025', 'LIST_GLOBAL'],
  ['SMILEY', 'LIST_SMILEY'],
  ['GLOBAL_2018', 'LIST_GLOBAL_2018'],
];

/** What was read from Twitch since. Both may answer otherwise from call to call. */
export interface ReadKnowledge {
  /** Whether "Get Global Emotes" has it, as last read. */
  isGlobal(id: EmoteId): boolean;
  /** What the catalogue says: `classifyCatalogueEmote`'s rule. */
  catalogueRule(id: EmoteId): ClassRule | undefined;
}

const NOTHING_READ: ReadKnowledge = { isGlobal: () => false, catalogueRule: () => undefined };

/** What is known without asking Twitch, free emotes and unlocks shipped as data, and on top what was read from it. */
export function createShippedKnowledge(read: ReadKnowledge = NOTHING_READ): NativeKnowledge {
  const free = new Map<EmoteId, ClassRule>();
  for (const { id, sources } of listFreeEmotes()) {
    const known = RULE_OF_SOURCE.find(([source]) => sources.includes(source));
    if (known !== undefined) free.set(id, known[1]);
  }
  const unlocks = new Map<EmoteId, ClassRule>();
  for (const { theme, unlockRule } of SHIPPED_THEMES) {
    if (unlockRule === null) continue;
    for (const { id } of theme.match.ids) if (!unlocks.has(id)) unlocks.set(id, unlockRule);
  }
  return {
    freeRule: (id) => free.get(id) ?? (read.isGlobal(id) ? 'LIST_GLOBAL' : undefined),
    unlockRule: (id) => unlocks.get(id),
    catalogueRule: (id) => read.catalogueRule(id),
  };
}
