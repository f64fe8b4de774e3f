import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderBackup } from '@emotide/store';
import { buildSchema, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { deployRoot, projectRoot } from '../src/problem';

it('asks what the api knows', () => {
  const schema = buildSchema(readFileSync(join(projectRoot, 'schema.graphql'), 'utf8'));
  const queries = [
    ...readFileSync(join(deployRoot, 'smoke.sh'), 'utf8').matchAll(/first_answer '([^']+)'/g),
    ...readFileSync(join(deployRoot, 'smoke-subscriber.mjs'), 'utf8').matchAll(/const query = '([^']+)'/g),
  ].map(([, query]) => query!);
  expect(queries).toHaveLength(2);
  for (const query of queries)
    expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([]);
});

it.each([
  'smoke.sh',
  'set-digests.sh',
  'pin-digests.sh',
  'docker/build.sh',
  'docker/run-like-image.sh',
  'compose/make-env.sh',
])('has a %s that the shell can read', (script) => {
  expect(execFileSync('bash', ['-n', join(deployRoot, script)], { encoding: 'utf8' })).toBe('');
});

it('backs up by the statement that the product renders', () => {
  const said = execFileSync('bash', ['-eu', join(deployRoot, 'k8s/data/backup.sh'), '--print'], {
    encoding: 'utf8',
    env: { ...process.env, BACKUP_URL: 'https://bucket.s3.eu-central-1.amazonaws.com/emotide' },
  }).trim();
  const day = (text: string) => `https://bucket.s3.eu-central-1.amazonaws.com/emotide/${text}`;
  const [today, sunday] = [...said.matchAll(/\d{4}-\d\d-\d\d/g)].map(([found]) => found);
  const wanted = renderBackup({
    place: { type: 's3', url: day(today!) },
    cluster: 'emotide',
    ...(sunday !== undefined && { base: { type: 's3', url: day(sunday) } }),
  });
  expect(said).toBe(wanted);
  if (sunday !== undefined) expect(new Date(sunday).getUTCDay()).toBe(0);
});
