import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionArgs } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { createPubSub, createSchema, createYoga } from 'graphql-yoga';
import { WebSocketServer } from 'ws';

/*
 * What the hub is measured against, in a process of its own: graphql-yoga's own way, its publisher, and graphql-ws over `ws`
 * as its page has it. Each subscriber is executed for by itself. It says its port when it is ready.
 *
 * Its answers cost nothing to make: ten emotes whose counts go up each second, so that only what a push costs is measured.
 */
const EMOTES = 10;

const pubSub = createPubSub<Record<`top:${string}`, [unknown]>>();
const followed = new Set<string>();

const yoga = createYoga({
  schema: createSchema({
    typeDefs: `
      type Query { ok: Boolean! }
      enum LiveWindow { LAST_MINUTE }
      type Emote { emoteId: String! name: String! provider: String! }
      type LiveEmoteUsage { emote: Emote! uses: Int! messages: Int! }
      type LiveTopEmotes { asOf: String emotes: [LiveEmoteUsage!] }
      type Subscription { topEmotes(channel: String, window: LiveWindow!, first: Int!): LiveTopEmotes! }`,
    resolvers: {
      Subscription: {
        topEmotes: {
          subscribe(_: unknown, { channel }: { channel?: string | null }) {
            const of = channel ?? '';
            followed.add(of);
            return pubSub.subscribe(`top:${of}`);
          },
          resolve: (answer: unknown) => answer,
        },
      },
    },
  }),
  logging: false,
});

/** What `onSubscribe` put there. */
const enveloped = ({ rootValue }: ExecutionArgs) =>
  rootValue as Pick<ReturnType<typeof yoga.getEnveloped>, 'execute' | 'subscribe'>;

const server = createServer((request, response) => void yoga(request, response));
useServer(
  {
    execute: (args) => enveloped(args).execute(args),
    subscribe: (args) => enveloped(args).subscribe(args),
    onSubscribe: async (context, _id, params) => {
      const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
        ...context,
        req: context.extra.request,
        socket: context.extra.socket,
        params,
      });
      const args = {
        schema,
        operationName: params.operationName,
        document: parse(params.query),
        variableValues: params.variables,
        contextValue: await contextFactory(),
        rootValue: { execute, subscribe },
      };
      const errors = validate(args.schema, args.document);
      return errors.length > 0 ? errors : args;
    },
  },
  new WebSocketServer({ server, path: '/graphql', perMessageDeflate: false }),
);

let second = 0;
setInterval(() => {
  second += 1;
  const asOf = new Date(Math.floor(Date.now() / 1_000) * 1_000).toISOString();
  for (const of of followed)
    pubSub.publish(`top:${of}`, {
      asOf,
      emotes: Array.from({ length: EMOTES }, (_, n) => ({
        emote: { emoteId: `${of}-${n}`, name: `emote${n}`, provider: 'TWITCH' },
        uses: second * 10 + n,
        messages: second + n,
      })),
    });
}, 1_000);

server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());
