import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LineCounter, isMap, isNode, parseAllDocuments, type Document } from 'yaml';
import type { Manifest, Path } from './manifest';
import type { Problem } from './problem';

interface Source {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly text: string;
}

/**
 * Tells from which line of which file a rendered value came: of the files that an overlay is made of, the overlay's first,
 * then its components', then what they all stand on.
 */
export class SourceIndex {
  readonly #sources: Source[] = [];
  readonly #overlay: string;

  constructor(overlay: string) {
    this.#overlay = resolve(overlay);
    const seen = new Set<string>();
    const visit = (directory: string): void => {
      if (seen.has(directory)) return;
      seen.add(directory);
      const named: string[] = [];
      for (const name of readdirSync(directory).sort()) {
        if (!/\.ya?ml$/.test(name)) continue;
        const file = join(directory, name);
        const text = readFileSync(file, 'utf8');
        const lines = new LineCounter();
        for (const document of parseAllDocuments(text, { lineCounter: lines }) as Document[]) {
          this.#sources.push({ file, document, lines, text });
          if (name !== 'kustomization.yaml') continue;
          for (const key of ['components', 'resources'])
            for (const one of (document.toJS() as Record<string, string[] | undefined>)[key] ?? [])
              if (!/\.ya?ml$/.test(one)) named.push(resolve(directory, one));
        }
      }
      named.forEach(visit);
    };
    visit(this.#overlay);
  }

  /** A problem with a value of a rendered object. */
  problem({ kind, metadata }: Manifest, path: Path, message: string): Problem {
    const title = `${kind} ${metadata.name}: ${message}`;
    const ofObject = this.#sources.filter(
      ({ document }) =>
        document.get('kind') === kind &&
        [metadata.name, undefined].includes(document.getIn(['metadata', 'name']) as string),
    );
    for (let depth = path.length; depth > 0; depth--) {
      for (const source of ofObject) {
        const line = lineOf(source, path.slice(0, depth));
        if (line !== undefined) return { file: source.file, line, message: title };
      }
      // A patch that is written inside a kustomization: known by the value's own name in a patch of this object.
      if (depth === path.length) {
        const patched = this.#findPatch(kind, metadata.name, path);
        if (patched !== undefined) return { ...patched, message: title };
      }
    }
    const [first] = ofObject;
    return first === undefined
      ? { file: join(this.#overlay, 'kustomization.yaml'), message: title }
      : { file: first.file, line: lineOf(first, ['kind']) ?? 1, message: title };
  }

  /** A problem with a variable of a generated map, or of a container. */
  problemOfVariable(manifest: Manifest, path: Path, variable: string, message: string): Problem {
    for (const { file, text } of this.#sources.filter(({ file: one }) =>
      one.endsWith('kustomization.yaml'),
    )) {
      const at = text.split('\n').findIndex((line) => line.includes(`- ${variable}=`));
      if (at >= 0)
        return { file, line: at + 1, message: `${manifest.kind} ${manifest.metadata.name}: ${message}` };
    }
    return this.problem(manifest, path, message);
  }

  #findPatch(kind: string, name: string, path: Path): { file: string; line: number } | undefined {
    const pointer = `/${path.join('/')}`;
    for (const { file, document, lines, text } of this.#sources) {
      if (!file.endsWith('kustomization.yaml')) continue;
      const patches = document.get('patches') as { items?: unknown[] } | undefined;
      for (const [index] of (patches?.items ?? []).entries()) {
        const target = document.getIn(['patches', index, 'target']) as Document | undefined;
        const of = [target?.get('kind'), String(target?.get('name') ?? '').split('|')] as const;
        if (of[0] !== kind || !of[1].includes(name)) continue;
        const node = document.getIn(['patches', index, 'patch'], true);
        if (!isNode(node) || !node.range) continue;
        const [from, , to] = node.range;
        const at = text
          .slice(from, to)
          .split('\n')
          .findIndex((line) => /path: /.test(line) && pointer.startsWith(line.split('path: ')[1]!.trim()));
        if (at >= 0) return { file, line: lines.linePos(from).line + at };
      }
    }
    return undefined;
  }
}

/** The line at which a document has something; of a key, the key's own. */
function lineOf({ document, lines }: Source, path: Path): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1)!;
  const pair = isMap(parent) ? parent.items.find(({ key }) => String(key) === String(last)) : undefined;
  const node = pair?.key ?? document.getIn(path, true);
  return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined;
}

/** Files of the overlays that a directory holds. */
export function overlaysIn(k8s: string): string[] {
  return readdirSync(join(k8s, 'overlays'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(k8s, 'overlays', name));
}
