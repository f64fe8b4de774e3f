import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTemporaryDirectory } from '@emotide/testkit';
import { afterAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const directory = createTemporaryDirectory();
afterAll(() => directory.remove());
const compiler = createRequire(import.meta.url).resolve('relay-compiler/cli.js');
const contract = fileURLToPath(new URL('../../../schema.graphql', import.meta.url));

/** What Relay's compiler makes of a client's module `Page.js` with these documents. */
async function compile(name: string, ...documents: readonly string[]): Promise<string[]> {
  const project = join(directory.path, name);
  mkdirSync(join(project, 'src'), { recursive: true });
  const tagged = documents.map((document) => `graphql\`${document}\`;`);
  writeFileSync(join(project, 'src', 'Page.js'), tagged.join('\n'));
  copyFileSync(contract, join(project, 'schema.graphql'));
  const config = { src: './src', schema: './schema.graphql', language: 'javascript' };
  writeFileSync(join(project, 'relay.config.json'), JSON.stringify(config));
  await run(process.execPath, [compiler, '--noWatchman', 'relay.config.json'], { cwd: project });
  return readdirSync(join(project, 'src', '__generated__')).sort();
}

describe('Relay’s compiler', () => {
  it('takes every ranked list as a connection, and pages it', async () => {
    const lists = [
      ['TopEmotes', 'topEmotes(first: $count, after: $cursor)'],
      ['TopChannels', 'topChannels(first: $count, after: $cursor)'],
      ['ChannelsUsing', 'channelsUsing(filter: { price: PAID }, first: $count, after: $cursor)'],
      ['TopChatters', 'topChatters(first: $count, after: $cursor)'],
      ['SearchEmotes', 'searchEmotes(text: "a", first: $count, after: $cursor)'],
      ['SearchChannels', 'searchChannels(text: "a", first: $count, after: $cursor)'],
    ] as const;
    const made = await compile(
      'lists',
      ...lists.map(
        ([name, field]) => `
        fragment Page${name} on Query
        @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" })
        @refetchable(queryName: "Page${name}Query") {
          ${field} @connection(key: "Page_${field.split('(')[0]}") { edges { node { __typename } } }
        }`,
      ),
      `query PageQuery { ${lists.map(([name]) => `...Page${name}`).join(' ')} }`,
    );
    expect(made).toHaveLength(2 * lists.length + 1);
  });

  it('finds nodes again, and pages what hangs on them', async () => {
    const types = {
      Channel:
        'login streams(first: $count, after: $cursor) @connection(key: "PageChannel_streams") { edges { node { id } } }',
      Emote:
        'name channels(first: $count, after: $cursor) @connection(key: "PageEmote_channels") { edges { node { uses } } }',
    };
    const made = await compile(
      'nodes',
      ...Object.entries(types).map(
        ([type, selection]) => `
        fragment Page${type} on ${type}
        @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" })
        @refetchable(queryName: "Page${type}Query") { id ${selection} }`,
      ),
      ...['Theme', 'StreamSession'].map(
        (type) =>
          `fragment Page${type} on ${type} @refetchable(queryName: "Page${type}Query") { id __typename }`,
      ),
      `query PageQuery($id: ID!) {
        node(id: $id) { ${['Channel', 'Emote', 'Theme', 'StreamSession'].map((type) => `...Page${type} @alias`).join(' ')} }
      }`,
    );
    expect(made).toHaveLength(9);
  });

  it('takes live answers', async () => {
    const made = await compile(
      'live',
      `subscription PageSubscription { topEmotes(first: 3) { emotes { emote { id name } uses } asOf } }`,
    );
    expect(made).toEqual(['PageSubscription.graphql.js']);
  });

  it('refuses what the contract has not', async () => {
    await expect(compile('wrong', 'query PageQuery { topEmotes { nobodyKnows } }')).rejects.toThrow(
      /nobodyKnows/,
    );
  });
});
