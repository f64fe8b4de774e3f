import type { World } from '../generated/world';
import { GLOBAL_NATIVE, toNativeEmotes, type NativeEmote } from './native-emotes';

/** A channel as Twitch's own services know it. */
export interface ListedChannel {
  readonly login: string;
  readonly id: string;
  readonly emotes: readonly NativeEmote[];
  /** The channel that it shares its chat with. */
  readonly partnerId: string | null;
  /** Viewers, by and large; they drift around it. */
  readonly usualViewers: number;
}

/** Every channel that has chat. */
export interface Directory {
  readonly channels: readonly ListedChannel[];
  byId(id: string): ListedChannel | undefined;
  byLogin(login: string): ListedChannel | undefined;
  /** The emotes of a set, whoever owns it. */
  emoteSet(setId: string): readonly NativeEmote[];
}

/** The biggest channel's viewers. */
const MOST_VIEWERS = 60_000;

/** @param world what the generated ones have; replayed channels have no emotes that anybody knows of. */
export function createDirectory(
  channels: readonly { readonly login: string; readonly id: string }[],
  world: World | undefined,
): Directory {
  const invented = new Map(world?.channels.map((channel, index) => [channel.roomId, { channel, index }]));
  const most = world?.weights[0] ?? 1;
  const listed = channels.map(({ login, id }): ListedChannel => {
    const found = invented.get(id);
    const weight = found === undefined ? most / 20 : (world?.weights[found.index] ?? 0);
    return {
      login,
      id,
      emotes: toNativeEmotes(id, found?.channel.emotes ?? []),
      partnerId: found?.channel.partner?.roomId ?? null,
      usualViewers: 5 + Math.round((weight / most) * MOST_VIEWERS),
    };
  });
  const byId = new Map(listed.map((channel) => [channel.id, channel]));
  const byLogin = new Map(listed.map((channel) => [channel.login, channel]));
  let sets: Map<string, NativeEmote[]> | undefined;
  return {
    channels: listed,
    byId: (id) => byId.get(id),
    byLogin: (login) => byLogin.get(login),
    emoteSet(setId) {
      sets ??= toSets([...GLOBAL_NATIVE, ...listed.flatMap(({ emotes }) => emotes)]);
      return sets.get(setId) ?? [];
    },
  };
}

function toSets(emotes: readonly NativeEmote[]): Map<string, NativeEmote[]> {
  const sets = new Map<string, NativeEmote[]>();
  for (const emote of emotes) {
    const set = sets.get(emote.setId);
    if (set === undefined) sets.set(emote.setId, [emote]);
    else set.push(emote);
  }
  return sets;
}
