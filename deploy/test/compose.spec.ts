import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryDirectory } from '@emotide/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { NO_PROMETHEUS, prometheusTools } from '../src/prometheus-tools';
import { deployRoot } from '../src/problem';
import { settingsOf } from '../src/service-settings';

interface Compose {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly image: string;
        readonly command?: readonly string[];
        readonly environment?: Readonly<Record<string, string>>;
        readonly volumes?: readonly string[];
      }
    >
  >;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const composeDirectory = join(deployRoot, 'compose');
const compose = parse(readFileSync(join(composeDirectory, 'compose.yaml'), 'utf8'), {
  merge: true,
}) as Compose;
const directory = createTemporaryDirectory();
let env: Record<string, string>;

beforeAll(() => {
  for (const name of ['example.env', 'make-env.sh'])
    cpSync(join(composeDirectory, name), join(directory.path, name));
  execFileSync(join(directory.path, 'make-env.sh'), { encoding: 'utf8' });
  const lines = readFileSync(join(directory.path, '.env'), 'utf8').split('\n');
  env = Object.fromEntries(
    lines
      .filter((line) => /^\w+=/.test(line))
      .map((line) => line.split(/=(.*)/).slice(0, 2) as [string, string]),
  );
});
afterAll(() => directory.remove());

/** As compose puts variables in. */
const fill = (value: string): string =>
  value.replaceAll(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_, name: string, kind: string | undefined, other: string) => {
      const found = env[name] ?? '';
      if (found === '' && kind === '?') throw new Error(`${name}: ${other}`);
      return found === '' && kind === '-' ? other : found;
    },
  );

it('gives every program of ours settings that it takes, and no others', () => {
  for (const [name, { image, command, environment = {} }] of Object.entries(compose.services)) {
    const settings = settingsOf(image, command);
    if (settings === undefined) continue;
    for (const variable of Object.keys(environment)) expect(settings.names, name).toContain(variable);
    const filled = Object.entries(environment).map(([key, value]) => [key, fill(value)] as const);
    const given = Object.fromEntries(filled.filter(([, value]) => value !== ''));
    // A warehouse of one server is no cluster.
    const { error } = settings.schema.safeParse(
      command?.[0] === 'migrate' ? { ...given, EMOTIDE_CLUSTER: '-' } : given,
    );
    expect(error?.issues ?? [], name).toEqual([]);
  }
});

it('mounts files that are there, and volumes that are declared', () => {
  for (const { volumes = [] } of Object.values(compose.services))
    for (const volume of volumes) {
      const [source] = volume.split(':') as [string];
      if (source.startsWith('.')) expect(existsSync(join(composeDirectory, source)), source).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
});

it.skipIf(!prometheusTools)(`has a configuration that Prometheus takes${NO_PROMETHEUS}`, () => {
  const args = ['check', 'config', '--syntax-only', join(composeDirectory, 'prometheus.yml')];
  expect(execFileSync(prometheusTools!.promtool, args, { encoding: 'utf8' })).toContain('SUCCESS');
});

/** The command of its own, or the engine's. */
const composeCommand = [['docker-compose'], ['docker', 'compose']].find(
  ([command, ...rest]) => spawnSync(command!, [...rest, 'version'], { stdio: 'ignore' }).status === 0,
);
const NO_COMPOSE = composeCommand ? '' : ' (skipped: no docker compose here)';
it.skipIf(!composeCommand)(`is taken by docker compose${NO_COMPOSE}`, () => {
  const [command, ...rest] = composeCommand as [string, ...string[]];
  const file = join(composeDirectory, 'compose.yaml');
  const args = [...rest, '-f', file, '--env-file', join(directory.path, '.env'), 'config', '-q'];
  expect(execFileSync(command, args, { encoding: 'utf8' })).toBe('');
});
