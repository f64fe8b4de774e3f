import { globalSets } from '../emote-sets/global-sets';
import type { SetOf } from '../emote-sets/third-party-emote';
import type { World } from './world';

/** The third-party sets of an invented world before anybody changed one. */
export function toWorldSets(world: World): SetOf {
  const channels = new Map(world.channels.map((channel) => [channel.roomId, channel]));
  return (key) =>
    key.channelId === null
      ? globalSets(key)
      : (channels.get(key.channelId)?.thirdParty?.[key.provider] ?? null);
}
