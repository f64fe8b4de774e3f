import { describe, expect, it } from 'vitest';
import { UsageError } from '@emotide/service-kit';
import { renderServerConfig, renderUsersConfig } from './server-config';

const server = (directory: string) =>
  renderServerConfig({
    usersConfigPath: `${directory}/users.xml`,
    logPath: `${directory}/clickhouse.log`,
    backupDirectory: `${directory}/backups`,
    memoryBytes: 1_000_000,
    door: 'secret',
    dictionaryPassword: 'other',
  });

const users = renderUsersConfig({
  users: { app: 'aa11', bi: 'bb22' },
  dictionaryPasswordHash: 'cc33',
  supervisorPasswordHash: 'dd44',
  holdUrl: 'http://127.0.0.1:1/x',
});

describe('renderServerConfig', () => {
  it('lets a directory be called anything that XML can say', () => {
    expect(server('/a & <b>')).toContain('<users_config>/a &amp; &lt;b&gt;/users.xml</users_config>');
  });

  it.each(['/a\nb', '/a\u0000b', '/${HOME}', '/a\u007f'])('refuses the directory %j', (directory) => {
    expect(() => server(directory)).toThrow(UsageError);
  });

  it('serves nothing without the secret of the door', () => {
    const rules = server('/d').match(/<rule>.*?<\/rule>/g) ?? [];
    expect(rules).toHaveLength(2);
    for (const rule of rules) expect(rule).toContain('<X-Emotide-Door>secret</X-Emotide-Door>');
  });
});

describe('renderUsersConfig', () => {
  it('gives each user the hash of its password', () => {
    expect(users).toContain('<app><password_sha256_hex>aa11</password_sha256_hex>');
    expect(users).toContain('<bi><password_sha256_hex>bb22</password_sha256_hex>');
  });

  it('lets the engine itself do what its first query does, and no more', () => {
    const [, grants = ''] = /<default><no_password\/>.*?<grants>(.*?)<\/grants>/.exec(users) ?? [];
    expect([...grants.matchAll(/<query>(.*?)<\/query>/g)].map(([, query]) => query)).toEqual([
      'GRANT SYSTEM LISTEN ON *.*',
      'GRANT CREATE TEMPORARY TABLE ON *.*',
      'GRANT TABLE ENGINE ON URL',
      "GRANT READ ON URL('http://127.0.0.1:1/x')",
    ]);
  });

  it('bounds every upper limit of bi from below too, as zero would lift it', () => {
    const [constraints = ''] = /<constraints>.*<\/constraints>/s.exec(users) ?? [];
    const bounded = [...constraints.matchAll(/<(\w+)>(<min>\d+<\/min>)?<max>/g)];
    expect(bounded.length).toBeGreaterThan(3);
    for (const [, , floor] of bounded) expect(floor).toBe('<min>1</min>');
  });
});
