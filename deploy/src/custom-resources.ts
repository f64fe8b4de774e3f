import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { sampleData } from '@emotide/testkit';
import type { Manifest } from './manifest';
import { deployRoot, type Problem } from './problem';
import type { SourceIndex } from './source-index';

type Schema = Record<string, unknown>;

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema?: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

/** Checks objects of operators' kinds. Those of which there is no definition are named in `unchecked`. */
export function checkCustomResources(
  manifests: readonly Manifest[],
  sources: SourceIndex,
): { problems: Problem[]; unchecked: string[] } {
  const validators = (loaded ??= loadValidators());
  const problems: Problem[] = [];
  const unchecked = new Set<string>();
  for (const manifest of manifests) {
    const { apiVersion, kind } = manifest;
    const versions = validators.get(`${apiVersion.split('/')[0]} ${kind}`);
    const validate = versions?.get(apiVersion.split('/')[1]!);
    if (versions === undefined) unchecked.add(`${apiVersion} ${kind}`);
    else if (validate === undefined)
      problems.push(
        sources.problem(
          manifest,
          ['apiVersion'],
          `${apiVersion} is not served: ${[...versions.keys()].join(', ')}`,
        ),
      );
    else if (validate(manifest) === false)
      for (const error of validate.errors ?? []) problems.push(toProblem(manifest, error, sources));
  }
  return { problems, unchecked: [...unchecked].sort() };
}

function toProblem(manifest: Manifest, error: ErrorObject, sources: SourceIndex): Problem {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { additionalProperty, allowedValues } = error.params as {
    additionalProperty?: string;
    allowedValues?: readonly string[];
  };
  if (additionalProperty !== undefined) path.push(additionalProperty);
  const what =
    additionalProperty === undefined
      ? `${error.message}${allowedValues === undefined ? '' : ` (${allowedValues.join(', ')})`}`
      : 'there is no such field';
  const way = path.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return sources.problem(manifest, way, `${path.join('.')}: ${what}`);
}

/** Thirty definitions, of which some have a thousand fields: compiled once. */
let loaded: ReturnType<typeof loadValidators> | undefined;

function loadValidators(): Map<string, Map<string, ValidateFunction>> {
  const ajv = new Ajv({
    strict: false,
    validateFormats: false,
    allErrors: true,
    code: { regExp: toRegExp },
  });
  const kinds = new Map<string, Map<string, ValidateFunction>>();
  // The operators' own definitions are theirs, and not part of this project.
  const definitions = sampleData === undefined ? [] : filesIn(join(sampleData, 'crds'));
  for (const file of [...filesIn(join(deployRoot, 'schemas')), ...definitions])
    for (const document of parseAllDocuments(read(file))) {
      const definition = document.toJS() as Definition | null;
      if (definition?.spec?.versions === undefined) continue;
      const { group, names, versions } = definition.spec;
      const served = versions.filter(({ served: isServed, schema }) => isServed && schema);
      kinds.set(
        `${group} ${names.kind}`,
        new Map(served.map(({ name, schema }) => [name, ajv.compile(close(schema!.openAPIV3Schema, true))])),
      );
    }
  return kinds;
}

function filesIn(directory: string): string[] {
  return existsSync(directory)
    ? readdirSync(directory)
        .filter((name) => /\.ya?ml(\.gz)?$/.test(name))
        .map((name) => join(directory, name))
    : [];
}

const read = (file: string): string =>
  file.endsWith('.gz') ? gunzipSync(readFileSync(file)).toString() : readFileSync(file, 'utf8');

/** A pattern of Go's, whose flags stand inside. */
const toRegExp = Object.assign(
  (pattern: string, flags: string): RegExp =>
    new RegExp(pattern.replaceAll('(?i)', ''), pattern.includes('(?i)') ? `${flags}i` : flags),
  { code: 'new RegExp' },
);

/** The schema as a cluster would prune by it: what is not named is not there. */
function close(schema: Schema, isRoot = false): Schema {
  const { properties, items, additionalProperties, anyOf, ...rest } = schema;
  if (schema['x-kubernetes-int-or-string'] === true) return { type: ['integer', 'string'] };
  const closed: Schema = { ...rest };
  // The cluster's own parts of every object are checked by none of these.
  if (isRoot)
    closed['required'] = ((rest['required'] as string[] | undefined) ?? []).filter((one) => one !== 'status');
  if (items !== undefined) closed['items'] = close(items as Schema);
  if (anyOf !== undefined) closed['anyOf'] = anyOf;
  if (properties !== undefined) {
    closed['properties'] = Object.fromEntries(
      Object.entries(properties as Record<string, Schema>).map(([key, inner]) => [
        key,
        isRoot && key === 'metadata' ? { type: 'object' } : close(inner),
      ]),
    );
    if (schema['x-kubernetes-preserve-unknown-fields'] !== true && additionalProperties === undefined)
      closed['additionalProperties'] = false;
  }
  if (typeof additionalProperties === 'object')
    closed['additionalProperties'] = close(additionalProperties as Schema);
  else if (additionalProperties !== undefined) closed['additionalProperties'] = additionalProperties;
  return closed;
}
