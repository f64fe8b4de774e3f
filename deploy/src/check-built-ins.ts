import { existsSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Manifest, Path } from './manifest';
import { deployRoot, type Problem } from './problem';
import type { SourceIndex } from './source-index';

/** What Kubernetes 1.33 to 1.35 serve of what is used here. Versions that went away are known to the models too. */
const SERVED = new Set([
  'v1',
  'apps/v1',
  'autoscaling/v2',
  'batch/v1',
  'networking.k8s.io/v1',
  'policy/v1',
  'storage.k8s.io/v1',
]);
const MODELS = join(deployRoot, 'node_modules/kubernetes-models');

/** Whether an API is Kubernetes' own, and not that of an operator. */
export function isBuiltIn(apiVersion: string): boolean {
  const [group] = apiVersion.split('/');
  return !apiVersion.includes('/') || !group!.includes('.') || group!.endsWith('.k8s.io');
}

/**
 * Checks objects of Kubernetes' own kinds against their types, strictly: a field that does not exist is an error, as in a
 * program. It is one: the objects are written as literals and given to the compiler.
 */
export async function checkBuiltIns(
  manifests: readonly Manifest[],
  sources: SourceIndex,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const known = manifests.filter((manifest) => {
    const isServed = SERVED.has(manifest.apiVersion);
    if (isServed && existsSync(`${modelOf(manifest)}.js`)) return true;
    const why = isServed
      ? `there is no kind ${manifest.kind} in it`
      : 'is not served by Kubernetes 1.33 to 1.35';
    problems.push(sources.problem(manifest, ['apiVersion'], `apiVersion ${manifest.apiVersion}: ${why}`));
    return false;
  });
  const { text, places } = writeProgram(known);
  for (const { line, message } of compile(text)) {
    const { manifest, path } = places[line]!;
    problems.push(sources.problem(manifest, path, `${path.join('.')}: ${message}`));
  }
  for (const manifest of known) problems.push(...(await validate(manifest, sources)));
  return problems;
}

const modelOf = ({ apiVersion, kind }: Manifest): string => join(MODELS, apiVersion, kind);

/** Formats and enums, which types do not say. */
async function validate(manifest: Manifest, sources: SourceIndex): Promise<Problem[]> {
  const module = (await import(`${modelOf(manifest)}.js`)) as Record<
    string,
    new (data: unknown) => { validate(): void }
  >;
  try {
    new module[manifest.kind]!(manifest).validate();
    return [];
  } catch (error) {
    const { errors = [] } = error as { errors?: { instancePath: string; message?: string }[] };
    // Those of `anyOf` name one place several times.
    const byPlace = new Map(errors.map(({ instancePath, message }) => [instancePath, message]));
    return [...byPlace].map(([place, message = 'is wrong']) => {
      const path = place.split('/').slice(1);
      return sources.problem(manifest, path, `${path.join('.')}: ${message}`);
    });
  }
}

interface Place {
  readonly manifest: Manifest;
  readonly path: Path;
}

/** A program of one typed literal for each object, and what each of its lines is of. */
function writeProgram(manifests: readonly Manifest[]): { text: string; places: Place[] } {
  const lines: string[] = [];
  const places: Place[] = [];
  const put = (line: string, place: Place): void => {
    lines.push(line);
    places.push(place);
  };
  manifests.forEach((manifest, index) => {
    const { apiVersion, kind } = manifest;
    const write = (value: unknown, path: Path, before: string, after: string): void => {
      const place = { manifest, path };
      if (typeof value !== 'object' || value === null)
        return put(`${before}${JSON.stringify(value)}${after}`, place);
      const isArray = Array.isArray(value);
      put(`${before}${isArray ? '[' : '{'}`, place);
      for (const [key, inner] of Object.entries(value))
        write(inner, [...path, isArray ? Number(key) : key], isArray ? '' : `${JSON.stringify(key)}: `, ',');
      put(`${isArray ? ']' : '}'}${after}`, place);
    };
    put(`import type { I${kind} as I${index} } from 'kubernetes-models/${apiVersion}/${kind}';`, {
      manifest,
      path: [],
    });
    write(manifest, [], `export const m${index}: I${index} = `, ';');
  });
  return { text: lines.join('\n'), places };
}

/** The models' own files, which are the same for every program. */
const parsed = new Map<string, ts.SourceFile | undefined>();

function compile(text: string): { line: number; message: string }[] {
  const name = join(deployRoot, 'src/manifests.virtual.ts');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
    lib: ['lib.es2022.d.ts'],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => file === name || fileExists.call(host, file);
  host.getSourceFile = (file, ...rest) => {
    if (file === name) return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
    if (!parsed.has(file)) parsed.set(file, getSourceFile.call(host, file, ...rest));
    return parsed.get(file);
  };
  const program = ts.createProgram([name], options, host);
  const source = program.getSourceFile(name)!;
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    (one) => ({
      line: source.getLineAndCharacterOfPosition(one.start ?? 0).line,
      message: ts.flattenDiagnosticMessageText(one.messageText, ' '),
    }),
  );
}
