import { PRICE_OF_CLASS, type EmoteClass, type EmoteId } from '@emotide/domain';
import {
  DECIDED_BECAUSE,
  classifyNative,
  createShippedKnowledge,
  explainRule,
  isClassRule,
} from '@emotide/emotes';
import { catalogue, findEmote, type Store } from '@emotide/store';

/** What is known of an emote id, as lines for people: class, price, by which rule, and who says so. */
export async function explainEmote(store: Store | undefined, emoteId: string): Promise<string[]> {
  const rows = store === undefined ? [] : await catalogue(store, { emoteIds: [emoteId] });
  const known = rows.filter(({ isListed }) => isListed);
  if (known.length > 0)
    return known.flatMap((row) => [
      `${row.provider} ${row.emoteId}: ${row.name}`,
      ...(row.decidedClass
        ? toVerdict(row.decidedClass, DECIDED_BECAUSE)
        : toVerdict(row.class, isClassRule(row.rule) ? explainRule(row.rule) : `Rule ${row.rule}.`)),
      `  owner: ${row.ownerId === '0' ? 'none, or not known' : row.ownerId}; set: ${row.setId || 'not known'}`,
      `  in the catalogue since ${new Date(row.updatedAtMs).toISOString()}`,
    ]);
  const used = store && (await findEmote(store, { provider: 'TWITCH', emoteId }));
  const name = used?.name ?? '';
  const { emoteClass, rule } = classifyNative({ id: emoteId as EmoteId, name }, createShippedKnowledge());
  const decided = rows.find(({ provider }) => provider === 'TWITCH')?.decidedClass;
  return [
    `TWITCH ${emoteId}: ${name || 'never used here'}`,
    ...(decided ? toVerdict(decided, DECIDED_BECAUSE) : toVerdict(emoteClass, explainRule(rule))),
    '  not in the catalogue; this is what the program knows by itself',
  ];
}

const toVerdict = (emoteClass: EmoteClass, because: string): string[] => [
  `  class ${emoteClass}, ${PRICE_OF_CLASS[emoteClass].toLowerCase()}`,
  `  because: ${because}`,
];
