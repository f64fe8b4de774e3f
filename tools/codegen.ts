import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescript from '@graphql-codegen/typescript';
import * as operations from '@graphql-codegen/typescript-operations';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { parse } from 'graphql';

/**
 * Writes `libs/graphql-types/src/generated.ts` from `schema.graphql`; beside it typed operations for clients, of the
 * documents in `libs/graphql-types/operations`; and the dashboard's typed documents from its `.graphql` files. With `--check` writes nothing and exits with 1 when a file is stale.
 *
 * The schema's text goes into the file too, so that a bundle needs no file beside it.
 */
const root = fileURLToPath(new URL('../', import.meta.url));
const dashboard = join(root, 'apps/dashboard/src');
const operationsFolder = join(root, 'libs/graphql-types/operations');

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
const mappers = Object.fromEntries(PARENTS.map((type) => [type, `./parents#${type}Parent`]));

async function generateSchemaTypes(text: string): Promise<string> {
  const config = {
    enumsAsTypes: true,
    useTypeImports: true,
    emitLegacyCommonJSImports: false,
    strictScalars: true,
    scalars: { DateTime: 'number', Duration: 'number', Count: 'number' },
    contextType: 'unknown',
    mappers,
    noSchemaStitching: true,
    immutableTypes: true,
    skipTypename: true,
    defaultScalarType: 'unknown',
  };
  const types = await codegen({
    filename: 'generated.ts',
    schema: parse(text),
    documents: [],
    config,
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
  });
  const warning = '// Generated from schema.graphql by `npm run codegen`. Edit that instead.';
  return `${warning}\n\n${types.trim()}\n\nexport const typeDefs = ${JSON.stringify(text)};\n`;
}

/** Every `.graphql` file under a folder, in the order of their names. */
async function readDocuments(folder: string) {
  const files = (await readdir(folder, { recursive: true }))
    .filter((file) => file.endsWith('.graphql'))
    .sort();
  return await Promise.all(
    files.map(async (file) => ({
      location: file,
      document: parse(await readFile(join(folder, file), 'utf8'), { noLocation: true }),
    })),
  );
}

/** Documents as syntax trees, which every client takes. Clients see scalars as JSON has them. */
async function generateOperations(text: string): Promise<string> {
  const config = {
    enumsAsTypes: true,
    useTypeImports: true,
    emitLegacyCommonJSImports: false,
    strictScalars: true,
    scalars: { DateTime: 'string', Duration: 'string', Count: 'number' },
    immutableTypes: true,
    skipTypename: true,
    defaultScalarType: 'unknown',
    optimizeDocumentNode: true,
  };
  const types = await codegen({
    filename: 'operations.generated.ts',
    schema: parse(text),
    documents: await readDocuments(operationsFolder),
    config,
    plugins: [{ operations: {} }, { typedDocumentNode: {} }],
    pluginMap: { operations, typedDocumentNode },
  });
  const warning =
    '// Generated from schema.graphql and operations/ by `npm run codegen`. Edit those instead.';
  return `${warning}\n\n${types.trim()}\n`;
}

/** Documents as strings: the page sends them as they are, and needs no GraphQL parser. */
async function generateDocuments(text: string): Promise<string> {
  const config = {
    enumType: 'string-literal',
    useTypeImports: true,
    emitLegacyCommonJSImports: false,
    strictScalars: true,
    scalars: { DateTime: 'string', Duration: 'string', Count: 'number', ID: 'string' },
    immutableTypes: true,
    skipTypename: true,
    defaultScalarType: 'unknown',
    documentMode: 'string',
    dedupeFragments: true,
  };
  const types = await codegen({
    filename: 'generated.ts',
    schema: parse(text),
    documents: await readDocuments(dashboard),
    config,
    plugins: [{ operations: {} }, { typedDocumentNode: {} }],
    pluginMap: { operations, typedDocumentNode },
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

const schema = await readFile(join(root, 'schema.graphql'), 'utf8');
const targets = [
  ['libs/graphql-types/src/generated.ts', await generateSchemaTypes(schema)],
  ['libs/graphql-types/src/operations.generated.ts', await generateOperations(schema)],
  ['apps/dashboard/src/graphql/generated.ts', await generateDocuments(schema)],
] as const;
for (const [target, fresh] of targets) {
  if (!process.argv.includes('--check')) await writeFile(join(root, target), fresh);
  else if ((await readFile(join(root, target), 'utf8').catch(() => '')) !== fresh) {
    process.stderr.write(`codegen: ${target} is stale: run \`npm run codegen\`\n`);
    process.exitCode = 1;
  }
}
