import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_SAMPLE_DATA, createTemporaryDirectory, sampleData } from '@emotide/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkOverlay } from '../src/check-manifests';
import { deployRoot, formatProblem } from '../src/problem';

let directory: ReturnType<typeof createTemporaryDirectory>;
beforeEach(() => {
  directory = createTemporaryDirectory();
  cpSync(join(deployRoot, 'k8s'), directory.path, { recursive: true });
});
afterEach(() => directory.remove());

/** What the checks say of production after one text of one file was changed; paths are below deploy/k8s. */
async function breakIt(file: string, from: string | RegExp, to: string): Promise<string[]> {
  const path = join(directory.path, file);
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(path, changed);
  const { problems } = await checkOverlay(join(directory.path, 'overlays/production'));
  return problems.map((problem) =>
    formatProblem(problem).replace(/^.*?\/(base|data|components|overlays)\//, '$1/'),
  );
}

/** The line of a file at which a text begins. */
function lineOf(file: string, text: string): number {
  const lines = readFileSync(join(directory.path, file), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

it.each(['production', 'staging'])('finds nothing wrong with %s', async (overlay) => {
  const { problems, objects } = await checkOverlay(join(deployRoot, 'k8s/overlays', overlay));
  expect(problems.map(formatProblem)).toEqual([]);
  expect(objects).toBeGreaterThan(50);
});

describe('says file and line of', () => {
  it('a misspelt field of a built-in kind', async () => {
    const line = lineOf('base/disruption-budgets.yaml', 'maxUnavailable');
    const said = await breakIt('base/disruption-budgets.yaml', 'maxUnavailable', 'maxUnavailabel');
    expect(said[0]).toContain(
      `base/disruption-budgets.yaml:${line}: PodDisruptionBudget collector: spec.maxUnavailabel`,
    );
    expect(said[0]).toContain('does not exist in type');
  });

  it('an API version that was removed', async () => {
    const [said] = await breakIt('base/disruption-budgets.yaml', 'policy/v1', 'policy/v1beta1');
    expect(said).toMatch(
      /^base\/disruption-budgets.yaml:2: .*policy\/v1beta1: is not served by Kubernetes 1.33/,
    );
  });

  it('a value that is no value of its kind', async () => {
    const line = lineOf('base/sink.yaml', 'periodSeconds: 2');
    const said = await breakIt('base/sink.yaml', 'periodSeconds: 2', 'periodSeconds: often');
    expect(said[0]).toContain(
      `base/sink.yaml:${line}: Deployment sink: spec.template.spec.containers.0.startupProbe`,
    );
  });

  it('a setting that the program does not take, in the overlay that sets it', async () => {
    const file = 'overlays/production/kustomization.yaml';
    const said = await breakIt(
      file,
      'patches:',
      'configMapGenerator:\n  - name: sink\n    namespace: emotide\n  - name: event-log\n    namespace: emotide\n    behavior: merge\n    literals:\n      - EMOTIDE_PARTITIONS=0\npatches:',
    );
    expect(said).toContain(
      `${file}:${lineOf(file, 'EMOTIDE_PARTITIONS')}: Deployment collector: collector (collector): EMOTIDE_PARTITIONS=0: Too small: expected number to be >0`,
    );
  });

  it('a variable that no program reads', async () => {
    const said = await breakIt('base/kustomization.yaml', 'EMOTIDE_API_PORT=4000', 'EMOTIDE_API_PROT=4000');
    const line = lineOf('base/kustomization.yaml', 'EMOTIDE_API_PROT');
    expect(said).toContain(
      `base/kustomization.yaml:${line}: Deployment api: api (api) knows no variable EMOTIDE_API_PROT`,
    );
  });

  it('settings that contradict each other', async () => {
    const said = await breakIt(
      'base/kustomization.yaml',
      '- EMOTIDE_CHAT_TOTAL_JOINS=300',
      '- EMOTIDE_LEASE_TERM_MS=5000',
    );
    expect(said[0]).toContain('EMOTIDE_LEASE_TERM_MS=5000: less than three renewals');
  });

  it('a server that is asked for by a name that its certificate has not, or without TLS', async () => {
    const file = 'base/kustomization.yaml';
    const line = lineOf(file, 'EMOTIDE_CLICKHOUSE_URL');
    expect(
      await breakIt(file, 'https://clickhouse-emotide.emotide-data', 'https://clickhouse.emotide-data'),
    ).toEqual([
      expect.stringMatching(
        new RegExp(
          `^${file}:${line}: ConfigMap warehouse-.*no Certificate has the name clickhouse\\.emotide-data\\.svc$`,
        ),
      ) as string,
    ]);
    expect((await breakIt(file, 'https://clickhouse.', 'http://clickhouse-emotide.')).join('\n')).toContain(
      'EMOTIDE_CLICKHOUSE_TLS_CA_FILE is for https',
    );
  });

  it('a secret that nobody makes', async () => {
    const line = lineOf('base/collector.yaml', 'chatter-key');
    const said = await breakIt('base/collector.yaml', 'name: chatter-key', 'name: chater-key');
    expect(said).toContain(
      `base/collector.yaml:${line}: Deployment collector: no ExternalSecret makes the secret chater-key`,
    );
    // And so what it would have held is missing.
    expect(said.join('\n')).toContain('EMOTIDE_USER_KEY=: needed while EMOTIDE_USERS is hashed');
  });

  it('a fixed number of replicas of what is scaled', async () => {
    const said = await breakIt('components/keda/kustomization.yaml', 'sink|api', 'api');
    expect(said[0]).toMatch(/^base\/sink.yaml:\d+: Deployment sink: a fixed number under a ScaledObject/);
  });

  it('an image without digest, and a latest', async () => {
    const said = await breakIt('overlays/production/kustomization.yaml', /digest: .*/, 'newTag: latest');
    expect(said[0]).toMatch(/is not named by its digest/);
    const line = lineOf('data/backup.yaml', 'image:');
    const both = await breakIt('data/backup.yaml', 'clickhouse-server:26.7.3', 'clickhouse-server:latest');
    expect(both).toContain(
      `data/backup.yaml:${line}: CronJob clickhouse-backup: clickhouse/clickhouse-server:latest has no exact tag`,
    );
  });

  it('a grace that is shorter than a handover', async () => {
    const line = lineOf('base/collector.yaml', 'terminationGracePeriodSeconds');
    const said = await breakIt(
      'base/collector.yaml',
      'terminationGracePeriodSeconds: 120',
      'terminationGracePeriodSeconds: 60',
    );
    expect(said).toEqual([
      `base/collector.yaml:${line}: Deployment collector: 60 s are less than joins and handover take (105 s)`,
    ]);
  });

  it('a grace, or a load balancer, that is shorter than the drain of subscribers', async () => {
    const line = lineOf('base/api.yaml', 'terminationGracePeriodSeconds');
    const [grace] = await breakIt('base/api.yaml', 'GracePeriodSeconds: 60', 'GracePeriodSeconds: 50');
    expect(grace).toBe(
      `base/api.yaml:${line}: Deployment api: 50 s are less than 55 s of waiting, drain and stopping`,
    );
    const said = await breakIt('base/api.yaml', 'timeout_seconds=60', 'timeout_seconds=30');
    expect(said.join('\n')).toMatch(
      /base\/api.yaml:\d+: Ingress api: the load balancer ends connections after 30 s/,
    );
  });

  it('a field of a kind of ours that nobody knows', async () => {
    const line = lineOf('data/certificates.yaml', 'renewBefore');
    const said = await breakIt('data/certificates.yaml', 'renewBefore', 'renewBefor');
    expect(said).toEqual([
      `data/certificates.yaml:${line}: Certificate authority: spec.renewBefor: there is no such field`,
    ]);
  });

  it.skipIf(sampleData === undefined)(`a misspelt field of an operator${NO_SAMPLE_DATA}`, async () => {
    const line = lineOf('components/keda/scaled-objects.yaml', 'maxReplicaCount');
    const said = await breakIt('components/keda/scaled-objects.yaml', 'maxReplicaCount', 'maxReplicasCount');
    expect(said).toEqual([
      `components/keda/scaled-objects.yaml:${line}: ScaledObject sink: spec.maxReplicasCount: there is no such field`,
    ]);
  });
});
