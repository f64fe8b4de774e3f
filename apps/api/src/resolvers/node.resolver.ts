import type { NodeResolvers, QueryResolvers } from '@emotide/graphql-types';
import { findEmote } from '@emotide/store';
import type { ApiContext } from '../context';
import { parseNodeId } from '../node-id';
import { findChannel } from './channel.resolver';

export const node: NonNullable<QueryResolvers<ApiContext>['node']> = async (_parent, { id }, context) => {
  const key = parseNodeId(id);
  switch (key.type) {
    case 'Channel':
      return (await findChannel(key.twitchId, context)) ?? null;
    case 'Emote': {
      const [row] = await findEmote(context.store, key);
      return row ?? null;
    }
  }
};

export const Node: NodeResolvers<ApiContext> = {
  __resolveType: (parent) => ('twitchId' in parent ? 'Channel' : 'Emote'),
};
