import type * as page from '@graphql-yoga/render-graphiql';
import type { YogaServerOptions } from 'graphql-yoga';

const FIRST_QUERY = `# What is used now, of all channels together
subscription Now {
  topEmotes(first: 10) { asOf emotes { emote { name provider } uses } }
}

# What was used in the last hour
query LastHour {
  topEmotes(first: 10) { nodes { emote { name class price } uses messages chatters } dataFreshness { complete lag } }
}
`;

/**
 * A page to try queries on, from a package that has all of its code in it, so that it needs no other server. It is read
 * when somebody opens the page: 18 MB, installed for development only.
 */
export const GRAPHIQL = {
  graphiql: { title: 'Emotide', defaultQuery: FIRST_QUERY, subscriptionsProtocol: 'WS' },
  renderGraphiQL: async (options) => {
    // By a name that bundlers do not follow.
    const name = '@graphql-yoga/render-graphiql';
    const { renderGraphiQL } = (await import(name)) as typeof page;
    return renderGraphiQL(options);
  },
} satisfies Pick<YogaServerOptions<object, object>, 'graphiql' | 'renderGraphiQL'>;
