import { readFile, writeFile } from 'node:fs/promises';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { parse } from 'graphql';

/**
 * Writes `libs/graphql-types/src/generated.ts` from `schema.graphql`; with `--check` writes nothing and exits with 1
 * when the file is stale.
 *
 * The schema's text goes into the file too, so that a bundle needs no file beside it.
 */
const root = new URL('../', import.meta.url);
const schemaFile = new URL('schema.graphql', root);
const target = new URL('libs/graphql-types/src/generated.ts', root);

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

async function generate(): Promise<string> {
  const text = await readFile(schemaFile, 'utf8');
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
    filename: target.pathname,
    schema: parse(text),
    documents: [],
    config,
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
  });
  const warning = '// Generated from schema.graphql by `npm run codegen`. Edit that instead.';
  return `${warning}\n\n${types.trim()}\n\nexport const typeDefs = ${JSON.stringify(text)};\n`;
}

const fresh = await generate();
if (process.argv.includes('--check')) {
  const present = await readFile(target, 'utf8').catch(() => '');
  if (present !== fresh) {
    process.stderr.write('codegen: libs/graphql-types is stale: run `npm run codegen`\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(target, fresh);
}
