import { expect, it } from 'vitest';
import { STANDALONE_SECRETS, renderStandaloneServer, renderStandaloneUsers } from './standalone-config';

const users = renderStandaloneUsers();

it('takes every password from the environment, and lets nobody in without one', () => {
  for (const name of ['app', 'bi', 'backup', 'dictionaries'] as const)
    expect(users).toContain(`<password_sha256_hex from_env="${STANDALONE_SECRETS[name]}"/>`);
  expect(users).not.toContain('no_password');
  expect(users).toContain('<default remove="remove"/>');
  expect(renderStandaloneServer()).toContain('<password from_env="CLICKHOUSE_DICTIONARIES_PASSWORD"/>');
});

it('names no setting that only the embedded engine has, as a server would not start', () => {
  expect(users).not.toContain('python');
  expect(users).toContain('<max_execution_time>10</max_execution_time>');
});

it('lets the product work on a cluster', () => {
  expect(users).toContain('GRANT CLUSTER ON *.*');
  expect(users).toContain('GRANT TABLE ENGINE ON ReplicatedAggregatingMergeTree');
});
