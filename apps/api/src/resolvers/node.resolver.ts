import type { NodeResolvers, QueryResolvers } from '@emotide/graphql-types';
import type { ApiContext } from '../context';
import { parseNodeId } from '../node-id';
import { findChannel } from './channel.resolver';
import { findEmoteParent } from './emote.resolver';
import { findStream } from './stream-fields';

export const node: NonNullable<QueryResolvers<ApiContext>['node']> = async (_parent, { id }, context) => {
  const key = parseNodeId(id);
  switch (key.type) {
    case 'Channel':
      return (await findChannel(key.twitchId, context)) ?? null;
    case 'Emote':
      return (await findEmoteParent({ provider: key.provider, emoteId: key.emoteId }, context)) ?? null;
    case 'Stream':
      return (await findStream(key.channelTwitchId, key.streamId, context)) ?? null;
    case 'Theme':
      return context.themes.find(key.slug) ?? null;
  }
};

export const Node: NodeResolvers<ApiContext> = {
  __resolveType(parent) {
    if ('slug' in parent) return 'Theme';
    if ('streamId' in parent) return 'StreamSession';
    return 'emoteId' in parent ? 'Emote' : 'Channel';
  },
};
