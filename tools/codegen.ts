import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import * as typescript from '@graphql-codegen/typescript';
import * as operations from '@graphql-codegen/typescript-operations';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { parse } from 'graphql';

/**
 * Writes what is made of schema.graphql: of it alone `generated.ts` for the server, of the documents in
 * `libs/graphql-types/operations` `operations.generated.ts` for clients, and of those beside the dashboard's views its own.
 * With `--check` writes nothing and exits with 1 when a file is stale.
 *
 * The schema's text goes into the server's file too, so that a bundle needs no file beside it.
 */
const root = fileURLToPath(new URL('../', import.meta.url));
const schema = await readFile(join(root, 'schema.graphql'), 'utf8');

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
  'UsageMeasures',
  'Pipeline',
];

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
  const text = await codegen({
    filename: 'operations.generated.ts',
    schema: parse(schema),
    documents: await readDocuments(join(root, 'libs/graphql-types/operations')),
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

/** The `.graphql` files below a directory, in the order of their names. */
async function readDocuments(directory: string) {
  const files = (await readdir(directory, { recursive: true })).filter((file) => file.endsWith('.graphql'));
  return Promise.all(
    files.sort().map(async (file) => ({
      location: file,
      document: parse(await readFile(join(directory, file), 'utf8'), { noLocation: true }),
    })),
  );
}

/** Documents as strings: the page sends them as they are, and needs no GraphQL parser. */
async function generateDashboard(): Promise<string> {
  const config = {
    ...shared,
    enumType: 'string-literal',
    scalars: { DateTime: 'string', Duration: 'string', Count: 'number', ID: 'string' },
    documentMode: 'string',
    dedupeFragments: true,
  };
  const types = await codegen({
    filename: 'generated.ts',
    schema: parse(schema),
    documents: await readDocuments(join(root, 'apps/dashboard/src')),
    config,
    plugins: [{ operations: {} }, { typedDocuments: {} }],
    pluginMap: { operations, typedDocuments },
  });
  const warning =
    '// Generated from the .graphql files beside the views by `npm run codegen`. Edit those instead.';
  // Plain strings that carry their types: a bundler leaves out those that a view does not use, as it can't with a class.
  const plain = types
    .replace(/export class TypedDocumentString[\s\S]*?\n}\n/, '')
    .replaceAll('new TypedDocumentString(`', '(`')
    .replace(/, \{"fragmentName":"\w+"\}\) as/g, ') as')
    .replaceAll('as unknown as TypedDocumentString<', 'as unknown as TypedDocument<')
    .replace(/^import type \{ DocumentTypeDecoration.*\n/m, '');
  return `${warning}\nimport type { TypedDocument } from './typed-document';\n\n${plain.trim()}\n`;
}

const targets = [
  ['libs/graphql-types/src/generated.ts', await generateServer()],
  ['libs/graphql-types/src/operations.generated.ts', await generateClient()],
  ['apps/dashboard/src/graphql/generated.ts', await generateDashboard()],
] as const;
for (const [target, fresh] of targets) {
  if (!process.argv.includes('--check')) await writeFile(join(root, target), fresh);
  else if ((await readFile(join(root, target), 'utf8').catch(() => '')) !== fresh) {
    process.stderr.write(`codegen: ${target} is stale: run \`npm run codegen\`\n`);
    process.exitCode = 1;
  }
}
