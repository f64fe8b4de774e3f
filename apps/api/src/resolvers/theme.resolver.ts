import type { QueryResolvers } from '@emotide/graphql-types';
import type { ApiContext } from '../context';

export const themes: NonNullable<QueryResolvers<ApiContext>['themes']> = (_parent, _arguments, context) =>
  context.themes.list();

export const theme: NonNullable<QueryResolvers<ApiContext>['theme']> = (_parent, { slug }, context) =>
  context.themes.find(slug) ?? null;
