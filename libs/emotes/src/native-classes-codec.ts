import type { EmoteId } from '@emotide/domain';
import {
  badValue,
  isArray,
  isRecord,
  isShortText,
  jsonBytes,
  MAX_CATALOGUE_BYTES,
  parseValue,
  toValueBytes,
  type BadCatalogueValue,
  type CatalogueValue,
} from './catalogue-value';
import { isClassRule, type ClassRule } from './class-rules';

const MAX_ID_UNITS = 100;

/**
 * By which rule native emotes have their class, as one value of the bucket: ids by rule, 12 to 44 bytes an id. What
 * does not fit is left out.
 *
 * @param known each id once
 * @param limitBytes for tests
 */
export function encodeNativeClasses(
  known: Iterable<readonly [EmoteId, ClassRule]>,
  limitBytes: number = MAX_CATALOGUE_BYTES,
): CatalogueValue {
  const ids = new Map<ClassRule, EmoteId[]>();
  let left = limitBytes - toValueBytes({ rules: {} }).length;
  let cut = 0;
  for (const [id, rule] of known) {
    const list = ids.get(rule);
    // A comma each; a rule's first id also brings the rule's name, a colon and two brackets.
    const bytes = jsonBytes(id) + 1 + (list === undefined ? jsonBytes(rule) + 3 : 0);
    if (bytes > left) {
      cut++;
      continue;
    }
    left -= bytes;
    if (list === undefined) ids.set(rule, [id]);
    else list.push(id);
  }
  return { bytes: toValueBytes({ rules: Object.fromEntries(ids) }), cut };
}

/**
 * @returns `unknownRules`: ids left out because a newer writer has a rule that this reader has not; they are then as
 * if nobody had learnt them
 */
export function decodeNativeClasses(bytes: Uint8Array):
  | {
      readonly type: 'classes';
      readonly rules: ReadonlyMap<EmoteId, ClassRule>;
      readonly unknownRules: number;
    }
  | BadCatalogueValue {
  const parsed = parseValue(bytes);
  if (parsed.type === 'bad') return parsed;
  const encoded = parsed.content['rules'];
  if (!isRecord(encoded)) return badValue('wrong-shape');
  const rules = new Map<EmoteId, ClassRule>();
  let unknownRules = 0;
  for (const [rule, ids] of Object.entries(encoded)) {
    if (!isArray(ids)) return badValue('wrong-shape');
    if (!isClassRule(rule)) unknownRules += ids.length;
    else
      for (const id of ids) {
        if (!isShortText(id, MAX_ID_UNITS)) return badValue('wrong-shape');
        rules.set(id as EmoteId, rule);
      }
  }
  return { type: 'classes', rules, unknownRules };
}
