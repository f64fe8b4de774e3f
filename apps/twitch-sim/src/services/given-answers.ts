import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '@emotide/service-kit';
import {
  isEmoteName,
  type SetKey,
  type ThirdParty,
  type ThirdPartyEmote,
} from '../emote-sets/third-party-emote';

/** Real answers to serve instead of invented ones. */
export interface GivenAnswers {
  /** Third-party sets, each entry with what its provider says of it. */
  readonly sets: readonly (SetKey & { readonly emotes: readonly ThirdPartyEmote[] })[];
  /** 7TV's ids of sets by channel; the one of all channels under the empty string. */
  readonly sevenTvSetIds: ReadonlyMap<string, string>;
  /** Helix's answers about emotes as they are: the global one under null, else by channel id. */
  readonly helix: ReadonlyMap<string | null, unknown>;
}

export const NO_ANSWERS: GivenAnswers = { sets: [], sevenTvSetIds: new Map(), helix: new Map() };

const GLOBAL = /^(bttv|ffz|7tv)-(?:set-)?global\b.*\.json$/;
const CHANNEL = /^(bttv|ffz|7tv)-(?:user|room)-\w+_(\d{1,15})(?:[-.].*)?\.json$/;
const HELIX_GLOBAL = /^helix-global-emotes\b.*\.json$/;
const HELIX_CHANNEL = /^helix-channel-emotes-\w+_(\d{1,15})(?:[-.].*)?\.json$/;

/**
 * Reads the answers in a folder: `bttv-global*.json`, `bttv-user-<login>_<id>*.json`, `ffz-set-global*.json`,
 * `ffz-room-<login>_<id>*.json`, `7tv-global*.json`, `7tv-user-<login>_<id>*.json`, `helix-global-emotes*.json`,
 * `helix-channel-emotes-<login>_<id>*.json`. Other files are passed over, and so are entries without id or name.
 *
 * @throws UsageError for what cannot be read or is no JSON.
 */
export function readGivenAnswers(directory: string): GivenAnswers {
  const sets: (SetKey & { emotes: ThirdPartyEmote[] })[] = [];
  const sevenTvSetIds = new Map<string, string>();
  const helix = new Map<string | null, unknown>();
  try {
    for (const name of readdirSync(directory).sort()) {
      const read = (): unknown => JSON.parse(readFileSync(join(directory, name), 'utf8'));
      if (HELIX_GLOBAL.test(name)) helix.set(null, read());
      const ownEmotesOf = HELIX_CHANNEL.exec(name)?.[1];
      if (ownEmotesOf !== undefined) helix.set(ownEmotesOf, read());
      const [, provider, channelId = null] = GLOBAL.exec(name) ?? CHANNEL.exec(name) ?? [];
      if (!isThirdParty(provider)) continue;
      const answer = read();
      sets.push({ provider, channelId, emotes: toEmotes(provider, channelId, answer) });
      const setId = provider === '7tv' ? toSevenTvSet(answer, channelId)['id'] : undefined;
      if (typeof setId === 'string') sevenTvSetIds.set(channelId ?? '', setId);
    }
  } catch (error) {
    throw new UsageError(`cannot read the answers in ${directory}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return { sets, sevenTvSetIds, helix };
}

function toEmotes(provider: ThirdParty, channelId: string | null, answer: unknown): ThirdPartyEmote[] {
  switch (provider) {
    case 'bttv':
      return (
        channelId === null
          ? toList(answer)
          : ['channelEmotes', 'sharedEmotes'].flatMap((list) => toList(toObject(answer)[list]))
      ).flatMap((raw) => toEmote(raw, raw['code'], { isModifier: raw['modifier'] === true }));
    case 'ffz': {
      const { default_sets: shown, sets, room } = toObject(answer);
      const ids = channelId === null ? (Array.isArray(shown) ? shown : []) : [toObject(room)['set']];
      return ids
        .flatMap((id) => toList(toObject(toObject(sets)[String(id)])['emoticons']))
        .flatMap((raw) => toEmote(raw, raw['name'], { isModifier: raw['modifier'] === true }));
    }
    case '7tv':
      return toList(toSevenTvSet(answer, channelId)['emotes']).flatMap((raw) => {
        const baseName = toObject(raw['data'])['name'];
        return toEmote(raw, raw['name'], {
          isZeroWidth: raw['flags'] === 1,
          ...(typeof baseName === 'string' && { baseName }),
        });
      });
  }
}

function toSevenTvSet(answer: unknown, channelId: string | null): Record<string, unknown> {
  return channelId === null ? toObject(answer) : toObject(toObject(answer)['emote_set']);
}

function toEmote(
  raw: Record<string, unknown>,
  name: unknown,
  more: Partial<ThirdPartyEmote>,
): ThirdPartyEmote[] {
  const { id } = raw;
  const isNamed = typeof name === 'string' && isEmoteName(name);
  return isNamed && (typeof id === 'string' || typeof id === 'number')
    ? [{ id: String(id), name, ...more, raw }]
    : [];
}

function isThirdParty(provider: string | null | undefined): provider is ThirdParty {
  return provider === 'bttv' || provider === 'ffz' || provider === '7tv';
}

function toObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function toList(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(toObject) : [];
}
