import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findNatsServer } from '@emotide/embedded';
import { ROLES, permissionsOf } from '@emotide/event-log';
import { createTemporaryDirectory } from '@emotide/testkit';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { passwordVariable } from '../src/nats-users';
import { deployRoot } from '../src/problem';

const passwords = Object.fromEntries(ROLES.map((role) => [passwordVariable(role), `secret-of-${role}`]));

/** What the real server says of a configuration. */
async function check(config: string): Promise<{ ok: boolean; said: string }> {
  const cacheDirectory = process.env['EMOTIDE_CACHE_DIR'] ?? join(homedir(), '.cache', 'emotide');
  const { path } = await findNatsServer({ env: process.env, cacheDirectory });
  const directory = createTemporaryDirectory();
  try {
    const file = join(directory.path, 'nats.conf');
    writeFileSync(file, config.replace('/data', directory.path));
    const { status, stdout, stderr } = spawnSync(path, ['-t', '-c', file], {
      encoding: 'utf8',
      env: { ...process.env, ...passwords },
    });
    return { ok: status === 0, said: stdout + stderr };
  } finally {
    directory.remove();
  }
}

const compose = readFileSync(join(deployRoot, 'compose/nats.conf'), 'utf8');

it("takes compose's configuration", async () => {
  expect(await check(compose)).toMatchObject({ ok: true });
});

it('refuses one of which a setting is misspelt, or a password is missing', async () => {
  const misspelt = await check(compose.replace('max_payload', 'max_playload'));
  expect(misspelt).toMatchObject({ ok: false });
  expect(misspelt.said).toContain('max_playload');
  expect((await check(compose.replace('$NATS_SINK_PASSWORD', '$NATS_SNIK_PASSWORD'))).ok).toBe(false);
});

it("gives the chart's users the permissions of their roles, and takes them too", async () => {
  const text = readFileSync(join(deployRoot, 'platform/values/nats-users.generated.yaml'), 'utf8');
  const { config } = parse(text) as { config: { merge: { authorization: { users: ChartUser[] } } } };
  const { users } = config.merge.authorization;
  expect(users.map(({ user }) => user)).toEqual([...ROLES]);
  for (const { user, password, permissions } of users) {
    expect(password).toBe(`<< $${passwordVariable(user)} >>`);
    const wanted = permissionsOf(user);
    expect(permissions).toEqual(
      wanted && { publish: { allow: wanted.publish }, subscribe: { allow: wanted.subscribe } },
    );
  }
  // The chart writes JSON, which the server's language includes, with what stands in << >> unquoted.
  const json = JSON.stringify({ authorization: { users } }).replaceAll(/"<< (.*?) >>"/g, '$1');
  expect(await check(json.slice(1, -1))).toMatchObject({ ok: true });
});

interface ChartUser {
  readonly user: (typeof ROLES)[number];
  readonly password: string;
  readonly permissions?: unknown;
}
