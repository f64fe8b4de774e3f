import type { MutationResolvers, ThemeInput } from '@emotide/graphql-types';
import { audited } from '../../changes/audited';
import type { ApiContext } from '../../context';

type Resolvers = Required<Pick<MutationResolvers<ApiContext>, 'setTheme' | 'removeTheme' | 'restoreTheme'>>;

export const setTheme: Resolvers['setTheme'] = (_parent, { theme }, context) =>
  audited(
    context,
    { action: 'setTheme', subject: theme.slug, detail: theme },
    async ({ changes, auditId }) => {
      const desk = await changes.openThemeDesk();
      const { slug } = await desk.set(toTheme(theme));
      return { auditId, theme: { slug } };
    },
  );

export const removeTheme: Resolvers['removeTheme'] = (_parent, { slug }, context) =>
  audited(
    context,
    { action: 'removeTheme', subject: slug, detail: { slug } },
    async ({ changes, auditId }) => {
      await (await changes.openThemeDesk()).remove(slug);
      return { auditId, theme: null };
    },
  );

export const restoreTheme: Resolvers['restoreTheme'] = (_parent, { slug }, context) =>
  audited(
    context,
    { action: 'restoreTheme', subject: slug, detail: { slug } },
    async ({ changes, auditId }) => {
      const desk = await changes.openThemeDesk();
      await desk.restore(slug);
      return { auditId, theme: desk.book.find(slug) === undefined ? null : { slug } };
    },
  );

/** As the desk takes it, which looks at every part of it. */
function toTheme(theme: ThemeInput) {
  const {
    slug,
    name,
    windows = [],
    emotes = [],
    names = [],
    patterns = [],
    channelTwitchIds,
    languages,
  } = theme;
  return {
    slug,
    name,
    windows: windows.map(({ from = null, to = null }) => ({ fromMs: from, toMs: to })),
    match: {
      ids: emotes.map(({ provider, emoteId, name }) => ({ provider, id: emoteId, name })),
      names: names.map(({ provider = null, name }) => ({ provider, name })),
      patterns: patterns.map(({ provider = null, pattern }) => ({ provider, pattern })),
    },
    ...(channelTwitchIds && { channels: channelTwitchIds }),
    ...(languages && { languages }),
  };
}
