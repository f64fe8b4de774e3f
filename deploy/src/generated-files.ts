import { renderStandaloneServer, renderStandaloneUsers } from '@emotide/embedded';
import { DASHBOARDS } from '../monitoring/dashboards/index';
import { renderCost } from '../infra/src/cost';
import { renderClickHousePatch } from './clickhouse-files';
import { renderPrometheusRule } from './rules';
import { renderNatsConfig, renderNatsValues } from './nats-users';

/** Files of deploy/ that are made of the product's own code: path below deploy/, and how. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  'platform/values/nats-users.generated.yaml': renderNatsValues,
  'k8s/data/clickhouse-files.generated.yaml': renderClickHousePatch,
  'k8s/base/prometheus-rule.generated.yaml': renderPrometheusRule,
  'infra/cost.md': renderCost,
  'compose/nats.conf': renderNatsConfig,
  'compose/clickhouse/users.xml': renderStandaloneUsers,
  'compose/clickhouse/config.xml': renderStandaloneServer,
  ...Object.fromEntries(
    DASHBOARDS.map(({ uid, build }) => [
      `monitoring/dashboards/${uid}.json`,
      () => `${JSON.stringify(build(), null, 2)}\n`,
    ]),
  ),
};
