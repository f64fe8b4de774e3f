import { readFile, readdir, writeFile } from 'node:fs/promises';
import { codegen } from '@graphql-codegen/core';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import * as typescript from '@graphql-codegen/typescript';
import * as operations from '@graphql-codegen/typescript-operations';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { parse } from 'graphql';

/**
 * Writes what `libs/graphql-types` has of schema.graphql: `generated.ts` for the server, and of the documents in
 * `operations/` `operations.generated.ts` for clients. With `--check` writes nothing and exits with 1 when a file is stale.
 *
 * The schema's text goes into the server's file too, so that a bundle needs no file beside it.
 */
const root = new URL('../', import.meta.url);
const types = new URL('libs/graphql-types/', root);
const documents = new URL('operations/', types);

/**
 * What a resolver's parent holds where it is not the answer itself: the types of `parents.ts`, beside the generated
 * file.
 */
const PARENTS = [
  'Node',
  'Channel',
  'Emote',
  'EmoteKnowledge',
  'StreamSession',
  'StreamRecap',
  'Chatter',
  'Theme',
  'DataFreshness',
  'ChannelUsage',
  'ChannelUsageConnection',
  'ChannelUsesConnection',
  'EmoteUsage',
  'EmoteUsageConnection',
  'UsagePoint',
  'UsagePart',
];

const schema = await readFile(new URL('schema.graphql', root), 'utf8');
const shared = {
  enumsAsTypes: true,
  useTypeImports: true,
  emitLegacyCommonJSImports: false,
  strictScalars: true,
  immutableTypes: true,
  skipTypename: true,
  defaultScalarType: 'unknown',
};

async function generateServer(): Promise<string> {
  const text = await codegen({
    filename: 'generated.ts',
    schema: parse(schema),
    documents: [],
    config: {
      ...shared,
      scalars: { DateTime: 'number', Duration: 'number', Count: 'number' },
      contextType: 'unknown',
      mappers: Object.fromEntries(PARENTS.map((type) => [type, `./parents#${type}Parent`])),
      noSchemaStitching: true,
    },
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
  });
  const warning = '// Generated from schema.graphql by `npm run codegen`. Edit that instead.';
  return `${warning}\n\n${text.trim()}\n\nexport const typeDefs = ${JSON.stringify(schema)};\n`;
}

/** Clients see scalars as JSON has them. */
async function generateClient(): Promise<string> {
  const names = (await readdir(documents)).filter((name) => name.endsWith('.graphql')).sort();
  const text = await codegen({
    filename: 'operations.generated.ts',
    schema: parse(schema),
    documents: await Promise.all(
      names.map(async (name) => ({
        location: name,
        document: parse(await readFile(new URL(name, documents), 'utf8'), { noLocation: true }),
      })),
    ),
    config: {
      ...shared,
      scalars: { DateTime: 'string', Duration: 'string', Count: 'number' },
      optimizeDocumentNode: true,
    },
    plugins: [{ operations: {} }, { typedDocuments: {} }],
    pluginMap: { operations, typedDocuments },
  });
  const warning =
    '// Generated from schema.graphql and operations/ by `npm run codegen`. Edit those instead.';
  return `${warning}\n\n${text.trim()}\n`;
}

const targets = [
  { file: new URL('src/generated.ts', types), fresh: await generateServer() },
  { file: new URL('src/operations.generated.ts', types), fresh: await generateClient() },
];
for (const { file, fresh } of targets) {
  if (!process.argv.includes('--check')) {
    await writeFile(file, fresh);
    continue;
  }
  const present = await readFile(file, 'utf8').catch(() => '');
  if (present === fresh) continue;
  process.stderr.write('codegen: libs/graphql-types is stale: run `npm run codegen`\n');
  process.exitCode = 1;
}
