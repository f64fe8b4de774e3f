import {
  containersOf,
  podOf,
  valueAt,
  type Container,
  type Manifest,
  type Path,
  type PodSpec,
} from './manifest';
import type { Problem } from './problem';
import type { SourceIndex } from './source-index';

/** How long joins of channels take beside the handover, when a collector is stopped. */
const JOINS_MS = 15_000;

type Say = (manifest: Manifest, path: Path, message: string) => void;

/** Rules that no schema has: what a cluster would take, and a platform team would not. */
export function checkPolicy(manifests: readonly Manifest[], sources: SourceIndex): Problem[] {
  const problems: Problem[] = [];
  const say: Say = (manifest, path, message) => problems.push(sources.problem(manifest, path, message));
  const all = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);

  for (const secret of all('Secret')) say(secret, ['kind'], 'a secret in a file; use an ExternalSecret');
  const scaled = new Set(
    all('ScaledObject').map((one) => String(valueAt(one, ['spec', 'scaleTargetRef', 'name']))),
  );
  const budgets = all('PodDisruptionBudget');
  const accounts = new Set(all('ServiceAccount').map(({ metadata }) => metadata.name));
  for (const manifest of manifests) {
    const found = podOf(manifest);
    if (found === undefined) continue;
    checkPod(manifest, found.pod, found.path, say);
    for (const { container, path } of containersOf(found.pod))
      checkContainer(manifest, container, [...found.path, ...path], say);
    const account = found.pod.serviceAccountName;
    if (account !== undefined && !accounts.has(account))
      say(manifest, [...found.path, 'serviceAccountName'], `there is no ServiceAccount ${account}`);
  }
  for (const deployment of all('Deployment')) {
    const { name } = deployment.metadata;
    if (scaled.has(name) && valueAt(deployment, ['spec', 'replicas']) !== undefined)
      say(
        deployment,
        ['spec', 'replicas'],
        'a fixed number under a ScaledObject takes its scaling back at every apply',
      );
    const budget = budgets.find(
      (one) => valueAt(one, ['spec', 'selector', 'matchLabels', 'app.kubernetes.io/name']) === name,
    );
    if (budget === undefined) say(deployment, ['metadata', 'name'], 'has no PodDisruptionBudget');
    const [container] = podOf(deployment)!.pod.containers;
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      if (container![probe] === undefined)
        say(deployment, ['spec', 'template', 'spec', 'containers', 0], `has no ${probe}`);
    if (name === 'collector') checkCollector(deployment, manifests, say);
    if (name === 'api') checkApi(deployment, manifests, say);
  }
  for (const budget of budgets)
    if (valueAt(budget, ['spec', 'maxUnavailable']) !== 1)
      say(budget, ['spec'], 'must let one go at a time (maxUnavailable: 1), or nodes can never be emptied');
  checkNamespaces(manifests, say);
  return [...problems, ...checkCertificates(manifests, sources)];
}

/** Addresses that services go to over TLS, and the setting by which they do. */
const OVER_TLS = [
  ['EMOTIDE_CLICKHOUSE_URL', 'EMOTIDE_CLICKHOUSE_TLS_CA_FILE'],
  ['EMOTIDE_NATS_SERVERS', 'EMOTIDE_NATS_TLS_CA_FILE'],
] as const;

/** A server's certificate is to have the name by which it is asked for, and an authority means an address with TLS. */
function checkCertificates(manifests: readonly Manifest[], sources: SourceIndex): Problem[] {
  const problems: Problem[] = [];
  const names = new Set(
    manifests
      .filter(({ kind }) => kind === 'Certificate')
      .flatMap((one) => (valueAt(one, ['spec', 'dnsNames']) as string[] | undefined) ?? []),
  );
  for (const map of manifests.filter(({ kind }) => kind === 'ConfigMap'))
    for (const [address, authority] of OVER_TLS) {
      const say = (message: string): void =>
        void problems.push(sources.problemOfVariable(map, ['data', address], address, message));
      const addresses = valueAt(map, ['data', address]);
      if (typeof addresses !== 'string') continue;
      if (valueAt(map, ['data', authority]) === undefined)
        say(`without ${authority}: traffic inside the cluster is to be encrypted`);
      for (const url of addresses.split(',')) {
        const { hostname, protocol } = new URL(url);
        if (!names.has(hostname)) say(`no Certificate has the name ${hostname}`);
        if (protocol === 'http:') say(`${authority} is for https`);
      }
    }
  return problems;
}

/** What the api takes to stop beside its drain. */
const API_MARGIN_MS = 10_000;

/** Its subscribers are ended over a time that fits into the grace, and the load balancer lets them live as long. */
function checkApi(api: Manifest, manifests: readonly Manifest[], say: Say): void {
  const settings = manifests.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('api-'),
  );
  const { pod, path } = podOf(api)!;
  const waitMs =
    Number(valueAt(api, [...path, 'containers', 0, 'lifecycle', 'preStop', 'sleep', 'seconds']) ?? 0) * 1_000;
  const drainedMs = waitMs + Number(valueAt(settings, ['data', 'EMOTIDE_API_DRAIN_MS']) ?? 20_000);
  const grace = pod.terminationGracePeriodSeconds ?? 30;
  if (grace * 1_000 < drainedMs + API_MARGIN_MS)
    say(
      api,
      [...path, 'terminationGracePeriodSeconds'],
      `${grace} s are less than ${(drainedMs + API_MARGIN_MS) / 1_000} s of waiting, drain and stopping`,
    );
  const attributes = 'alb.ingress.kubernetes.io/target-group-attributes';
  const ingress = manifests.find(({ kind, metadata }) => kind === 'Ingress' && metadata.name === 'api');
  const delay = /deregistration_delay\.timeout_seconds=(\d+)/.exec(
    String(valueAt(ingress, ['metadata', 'annotations', attributes])),
  );
  if (ingress !== undefined && Number(delay?.[1] ?? 300) * 1_000 < drainedMs)
    say(
      ingress,
      ['metadata', 'annotations', attributes],
      `the load balancer ends connections after ${delay?.[1]} s, before the drain does`,
    );
}

function checkCollector(collector: Manifest, manifests: readonly Manifest[], say: Say): void {
  const settings = manifests.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('collector-'),
  );
  const handoverMs = Number(valueAt(settings, ['data', 'EMOTIDE_HANDOVER_WITHIN_MS']) ?? 90_000);
  const grace = podOf(collector)!.pod.terminationGracePeriodSeconds ?? 30;
  if (grace * 1_000 < handoverMs + JOINS_MS)
    say(
      collector,
      ['spec', 'template', 'spec', 'terminationGracePeriodSeconds'],
      `${grace} s are less than joins and handover take (${(handoverMs + JOINS_MS) / 1_000} s)`,
    );
  const rolling = valueAt(collector, ['spec', 'strategy', 'rollingUpdate']) as
    Record<string, unknown> | undefined;
  if (rolling?.['maxUnavailable'] !== 0 || rolling['maxSurge'] !== 1)
    say(collector, ['spec', 'strategy'], 'must start one before it stops one (maxSurge 1, maxUnavailable 0)');
}

function checkNamespaces(manifests: readonly Manifest[], say: Say): void {
  for (const namespace of manifests.filter(({ kind }) => kind === 'Namespace')) {
    const { name, labels } = namespace.metadata;
    if (labels?.['pod-security.kubernetes.io/enforce'] !== 'restricted')
      say(namespace, ['metadata', 'labels'], 'must enforce the restricted pod security standard');
    const denies = manifests.some(
      (one) =>
        one.kind === 'NetworkPolicy' &&
        one.metadata.namespace === name &&
        Object.keys((valueAt(one, ['spec', 'podSelector']) as object | undefined) ?? { a: 1 }).length === 0 &&
        JSON.stringify(valueAt(one, ['spec', 'policyTypes'])) === '["Ingress","Egress"]' &&
        valueAt(one, ['spec', 'ingress']) === undefined &&
        valueAt(one, ['spec', 'egress']) === undefined,
    );
    if (!denies) say(namespace, ['metadata', 'name'], 'has no NetworkPolicy that denies everything else');
  }
}

function checkPod(manifest: Manifest, pod: PodSpec, path: Path, say: Say): void {
  const { runAsNonRoot, seccompProfile } = pod.securityContext ?? {};
  if (runAsNonRoot !== true) say(manifest, [...path, 'securityContext'], 'must say runAsNonRoot');
  if ((seccompProfile as { type?: string } | undefined)?.type !== 'RuntimeDefault')
    say(manifest, [...path, 'securityContext'], 'must have the seccomp profile RuntimeDefault');
  if (pod.automountServiceAccountToken !== false)
    say(manifest, [...path, 'automountServiceAccountToken'], 'must be false: nothing here asks the cluster');
  for (const forbidden of ['hostNetwork', 'hostPID', 'hostIPC'])
    if ((pod as unknown as Record<string, unknown>)[forbidden] === true)
      say(manifest, [...path, forbidden], 'is not allowed');
}

function checkContainer(manifest: Manifest, container: Container, path: Path, say: Say): void {
  const { image, securityContext = {}, resources } = container;
  const isOurs = /(^|\/)emotide\//.test(image);
  if (isOurs && !/@sha256:[0-9a-f]{64}$/.test(image))
    say(manifest, [...path, 'image'], `${image} is not named by its digest`);
  if (!isOurs && !/(:v?\d+(\.\d+)+[\w.-]*|@sha256:[0-9a-f]{64})$/.test(image))
    say(manifest, [...path, 'image'], `${image} has no exact tag`);
  if (securityContext['allowPrivilegeEscalation'] !== false)
    say(manifest, [...path, 'securityContext'], 'must not allow privilege escalation');
  if (securityContext['readOnlyRootFilesystem'] !== true)
    say(manifest, [...path, 'securityContext'], 'must have a read-only root');
  if (JSON.stringify((securityContext['capabilities'] as { drop?: unknown } | undefined)?.drop) !== '["ALL"]')
    say(manifest, [...path, 'securityContext'], 'must drop all capabilities');
  if (!resources?.requests?.['cpu'] || !resources.requests['memory'] || !resources.limits?.['memory'])
    say(manifest, [...path, 'resources'], 'must ask for CPU and memory, and limit memory');
}
