import { containersOf, podOf, type Container, type Manifest, type Path, type PodSpec } from './manifest';
import type { Problem } from './problem';
import { settingsOf } from './service-settings';
import type { SourceIndex } from './source-index';

/** What is put for a secret's value, which nobody here knows. */
const STAND_INS: Readonly<Record<string, string>> = { EMOTIDE_USER_KEY: '0'.repeat(32) };
const STAND_IN = 'stand-in';

/**
 * Checks each container of ours against the program that it runs, by the program's own schema: every variable exists and
 * has a value that it takes, maps and secrets are there, files lie in a mount, ports are those that it listens on.
 */
export function checkSettings(manifests: readonly Manifest[], sources: SourceIndex): Problem[] {
  const maps = new Map(
    manifests
      .filter(({ kind }) => kind === 'ConfigMap')
      .map((map) => [map.metadata.name, map['data'] as Record<string, string>]),
  );
  const secrets = new Map(
    manifests
      .filter(({ kind }) => kind === 'ExternalSecret')
      .map(({ metadata, ...secret }) => [metadata.name, keysOfSecret(secret)]),
  );
  return manifests.flatMap((manifest) => {
    const found = podOf(manifest);
    if (found === undefined) return [];
    return containersOf(found.pod).flatMap(({ container, path }) =>
      checkContainer({
        manifest,
        sources,
        maps,
        secrets,
        pod: found.pod,
        container,
        path: [...found.path, ...path],
      }),
    );
  });
}

function keysOfSecret(secret: Readonly<Record<string, unknown>>): string[] {
  const spec = secret['spec'] as {
    target?: { template?: { data?: object } };
    data?: readonly { secretKey: string }[];
  };
  const { target: { template: { data: made } = {} } = {}, data = [] } = spec;
  return made === undefined ? data.map(({ secretKey }) => secretKey) : Object.keys(made);
}

interface Check {
  readonly manifest: Manifest;
  readonly sources: SourceIndex;
  readonly maps: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly secrets: ReadonlyMap<string, readonly string[]>;
  readonly pod: PodSpec;
  readonly container: Container;
  readonly path: Path;
}

function checkContainer(check: Check): Problem[] {
  const { manifest, sources, maps, secrets, pod, container, path } = check;
  const problems: Problem[] = [];
  const env: Record<string, string> = {};
  const say = (way: Path, message: string) =>
    problems.push(sources.problem(manifest, [...path, ...way], message));

  container.envFrom?.forEach(({ configMapRef, secretRef }, index) => {
    if (configMapRef !== undefined) {
      const values = maps.get(configMapRef.name);
      if (values === undefined)
        say(['envFrom', index, 'configMapRef'], `there is no ConfigMap ${configMapRef.name}`);
      Object.assign(env, values);
    }
    if (secretRef !== undefined) {
      const keys = secrets.get(secretRef.name);
      if (keys === undefined)
        say(['envFrom', index, 'secretRef'], `no ExternalSecret makes the secret ${secretRef.name}`);
      for (const key of keys ?? []) env[key] = STAND_INS[key] ?? STAND_IN;
    }
  });
  for (const { name, value } of container.env ?? []) env[name] = value ?? STAND_IN;

  const settings = settingsOf(container.image, container.args);
  if (settings === undefined) return problems;
  const program = `${container.name} (${container.image.split('@')[0]!.split('/').at(-1)})`;
  for (const name of Object.keys(env)) {
    if (settings.names.has(name) || name === 'NODE_OPTIONS') continue;
    problems.push(
      sources.problemOfVariable(manifest, [...path, 'env'], name, `${program} knows no variable ${name}`),
    );
  }
  const parsed = settings.schema.safeParse(env);
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    problems.push(
      sources.problemOfVariable(
        manifest,
        [...path, 'env'],
        name,
        `${program}: ${name}=${env[name] ?? ''}: ${issue.message}`,
      ),
    );
  }
  for (const [name, value] of Object.entries(env))
    if (
      name.endsWith('_FILE') &&
      !container.volumeMounts?.some(({ mountPath }) => value.startsWith(`${mountPath}/`))
    )
      say(['volumeMounts'], `${name}=${value} lies in no mount`);
  const isMounted = new Set(pod.volumes?.map(({ name }) => name));
  container.volumeMounts?.forEach(({ name }, index) => {
    if (!isMounted.has(name)) say(['volumeMounts', index, 'name'], `there is no volume ${name}`);
  });
  for (const [port, variable] of Object.entries({ ops: 'EMOTIDE_OPS_PORT', http: 'EMOTIDE_API_PORT' })) {
    const index = container.ports?.findIndex(({ name }) => name === port) ?? -1;
    if (index >= 0 && String(container.ports![index]!.containerPort) !== env[variable])
      say(['ports', index, 'containerPort'], `port ${port} is not ${variable}=${env[variable]}`);
  }
  return problems;
}
