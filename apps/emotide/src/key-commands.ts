import { KeyDesk, type ApiKey } from '@emotide/access';
import { API_ROLES, isApiRole, type ApiRole } from '@emotide/domain';
import { UsageError } from '@emotide/service-kit';
import type { Command, Option } from 'commander';
import { toVisible } from './hostile-text';
import type { Instance } from './instance';
import { findLog, withLog } from './operator';

interface DataDirFlag {
  readonly dataDir: string;
}

/** What operators do with the api's keys: docs/api-security.md. */
export function addKeyCommands(
  program: Command,
  { dataDir, toInstance }: { dataDir: () => Option; toInstance: (dataDir: string) => Instance },
): void {
  const write = (text: string): void => void process.stdout.write(`${text}\n`);
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const atDesk = <T>({ dataDir }: DataDirFlag, work: (desk: KeyDesk) => Promise<T>): Promise<T> =>
    withLog(findLog(process.env, toInstance(dataDir)), (eventLog) =>
      work(new KeyDesk(eventLog.openSharedValues('api-keys'), Date.now)),
    );

  const keys = program
    .command('keys')
    .description('who may ask the api for what: add, list, revoke')
    .exitOverride();
  keys
    .command('add')
    .description('make a key and print it, this once: it is kept nowhere')
    .argument('<name>', 'whose it is, e.g. "dashboard"')
    .option('--roles <roles>', `of ${API_ROLES.join(', ')}; none includes another`, 'read')
    .addOption(dataDir())
    .exitOverride()
    .action((name: string, flags: DataDirFlag & { roles: string }) => {
      const roles = parseRoles(flags.roles);
      return atDesk(flags, async (desk) => {
        const { key, text } = await desk.add(name, roles);
        say(`key ${key.id}, roles ${key.roles.join(', ')}; send it as: Authorization: Bearer <key>`);
        write(text);
      });
    });
  keys
    .command('list')
    .description('all keys there ever were, without what is secret')
    .addOption(dataDir())
    .exitOverride()
    .action((flags: DataDirFlag) =>
      atDesk(flags, async (desk) => {
        const all = await desk.list();
        if (all.length === 0) say('none; emotide keys add makes one');
        for (const key of all) write(describe(key));
      }),
    );
  keys
    .command('revoke')
    .description('from now on it opens nothing; sockets that were opened with it are closed')
    .argument('<id>', 'as list shows it')
    .addOption(dataDir())
    .exitOverride()
    .action((id: string, flags: DataDirFlag) =>
      atDesk(flags, async (desk) => write((await desk.revoke(id)) ? 'revoked' : 'was revoked before')),
    );
}

/** @throws UsageError */
function parseRoles(text: string): readonly ApiRole[] {
  return text.split(/[\s,]+/).map((name) => {
    if (!isApiRole(name)) throw new UsageError(`--roles ${name}: one of ${API_ROLES.join(', ')}`);
    return name;
  });
}

function describe({ id, name, roles, createdAtMs, revokedAtMs }: ApiKey): string {
  const toTime = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
  const end = revokedAtMs > 0 ? `  revoked ${toTime(revokedAtMs)}` : '';
  return `${id}  ${roles.join(',')}  ${toVisible(name)}  since ${toTime(createdAtMs)}${end}`;
}
