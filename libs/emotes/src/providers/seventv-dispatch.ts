import type { EmoteId } from '@emotide/domain';
import type { EmoteChange } from '../emote-change';
import { isEmoteName } from './emote-name';
import { asArray, asObject, type JsonObject } from './json-value';
import { asSevenTvId, parseSevenTvEmote } from './seventv';

/** What one dispatch of 7TV's EventAPI means. */
export type SevenTvDispatch =
  | {
      readonly type: 'set';
      readonly setId: string;
      readonly changes: readonly EmoteChange[];
      /** Changes to emotes that could not be read. */
      readonly rejected: number;
    }
  /** The user wears another set; null: none. */
  | { readonly type: 'switched'; readonly userId: string; readonly setId: string | null }
  /** Nothing about emotes. */
  | { readonly type: 'other' };

const OTHER: SevenTvDispatch = { type: 'other' };
/** More changes in one dispatch than the largest sets hold are not read one by one. */
const MAX_CHANGES = 10_000;

/**
 * The `d` of an op 0 message: `{ type, body }`, where `body` is a change map of `pulled`, `updated` and `pushed` fields
 * (SevenTV/EventAPI README, "ChangeMap"; SevenTV/SevenTV `shared/src/event.rs`).
 */
export function parseSevenTvDispatch(dispatch: unknown): SevenTvDispatch {
  const event = asObject(dispatch);
  const body = asObject(event?.['body']);
  const id = asSevenTvId(body?.['id']);
  // A contextual change is about the session's own user only.
  if (body === undefined || id === undefined || body['contextual'] === true) return OTHER;
  switch (event?.['type']) {
    case 'emote_set.update':
      return parseSetUpdate(body, id);
    case 'user.update':
      return parseUserUpdate(body, id);
    default:
      return OTHER;
  }
}

/** Pulled, then updated, then pushed: an emote taken out and put back by one dispatch stays in. */
function parseSetUpdate(body: JsonObject, setId: string): SevenTvDispatch {
  const about = { provider: 'SEVENTV', channelId: null, setId } as const;
  const changes: EmoteChange[] = [];
  let rejected = 0;
  const read = (key: string, parse: (field: JsonObject) => EmoteChange | undefined): void => {
    for (const value of asArray(body[key])?.slice(0, MAX_CHANGES) ?? []) {
      const field = asObject(value);
      if (field !== undefined && field['key'] !== 'emotes') continue;
      const change = field && parse(field);
      if (change === undefined) rejected++;
      else changes.push(change);
    }
  };
  read('pulled', (field) => {
    const emoteId = emoteIdOf(field['old_value']);
    return emoteId && { ...about, type: 'removed', emoteId };
  });
  read('updated', (field) => {
    const emoteId = emoteIdOf(field['value']);
    const name = asObject(field['value'])?.['name'];
    return emoteId && isEmoteName(name) ? { ...about, type: 'renamed', emoteId, name } : undefined;
  });
  read('pushed', (field) => {
    const emote = parseSevenTvEmote(field['value']);
    return emote && { ...about, type: 'added', emote };
  });
  return changes.length + rejected === 0 ? OTHER : { type: 'set', setId, changes, rejected };
}

/** A new set is said once per connection of the user (Twitch, YouTube …), each time the same. */
function parseUserUpdate(body: JsonObject, userId: string): SevenTvDispatch {
  for (const value of asArray(body['updated'])?.slice(0, MAX_CHANGES) ?? []) {
    const field = asObject(value);
    if (field?.['key'] !== 'connections') continue;
    for (const nested of asArray(field['value']) ?? []) {
      const change = asObject(nested);
      if (change?.['key'] !== 'emote_set') continue;
      return { type: 'switched', userId, setId: asSevenTvId(asObject(change['value'])?.['id']) ?? null };
    }
  }
  return OTHER;
}

const emoteIdOf = (value: unknown): EmoteId | undefined =>
  asSevenTvId(asObject(value)?.['id']) as EmoteId | undefined;
