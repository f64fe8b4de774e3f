import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EventLog, createEpoch, eventLogEnv, leaseEnv, toEventLogAddress } from '@emotide/event-log';
import { EXIT_USAGE, UsageError, createLogger, parseConfig, serviceEnv } from '@emotide/service-kit';
import { forgetListed } from '@emotide/privacy';
import { createStore, storeEnv, toStoreAddress } from '@emotide/store';
import { z } from 'zod';
import { backup } from './backup';
import { readBackup } from './backup-manifest';
import { restore } from './restore';

/** `emotide backup` and `emotide restore`, as a process of its own. */
const USAGE = 'usage: sink-backup backup [--to DIR] | restore FROM [--yes]';

/** One request copies all tables. */
const REQUEST_TIMEOUT_MS = 6 * 60 * 60_000;

const settings = serviceEnv
  .extend(eventLogEnv.shape)
  .extend(storeEnv.shape)
  .extend(leaseEnv.shape)
  // The folder of the server's disk for backups, as this process sees it.
  .extend({ EMOTIDE_BACKUP_DIR: z.string().min(1) });

const say = (text: string): void => void process.stderr.write(`${text}\n`);

try {
  await main();
} catch (error) {
  say(`emotide: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof UsageError ? EXIT_USAGE : 1;
  if (process.exitCode === 1) say('run it again; nothing is lost or counted twice by that');
}
process.stderr.write('', () => process.exit());

async function main(): Promise<void> {
  const { verb, from, to, yes } = parseFlags();
  const config = parseConfig(settings, process.env);
  const log = createLogger('sink-backup', config.EMOTIDE_LOG_LEVEL);
  const eventLog = await EventLog.connect({ ...toEventLogAddress(config), name: verb, log });
  const store = createStore({ ...toStoreAddress(config), requestTimeoutMs: REQUEST_TIMEOUT_MS, log });
  const disk = config.EMOTIDE_BACKUP_DIR;
  const id = createEpoch(Date.now(), Math.random);
  const lock = { lockRenewMs: config.EMOTIDE_LEASE_RENEW_MS, lockTermMs: config.EMOTIDE_LEASE_TERM_MS };
  try {
    if (verb === 'backup') {
      const name = `emotide-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`;
      const directory = join(disk, name);
      const { files } = await backup({ eventLog, store, id, name, directory, ...lock, say, log });
      const target = to === undefined ? directory : join(resolve(to), name);
      if (target !== directory) await move(directory, target);
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      process.stdout.write(`${target} (${(bytes / 1e6).toFixed(1)} MB in ${files.length} files)\n`);
    } else {
      const source = resolve(from);
      say('checking the backup');
      const manifest = await readBackup(source);
      // The server reads backups from its own folder only.
      const isThere = dirname(source) === resolve(disk);
      const name = isThere ? basename(source) : `restore-${id}`;
      if (!isThere) await cp(source, join(disk, name), { recursive: true });
      try {
        const sinkGraceMs = config.EMOTIDE_LEASE_TERM_MS;
        // The list of the log's bucket knows who opted out since; the copy's does not.
        const onRestored = async (confirm: () => Promise<void>): Promise<void> => {
          const values = eventLog.openSharedValues('opt-outs');
          const signal = new AbortController().signal;
          await forgetListed({ store, values, signal, confirm, onProgress: () => undefined });
        };
        await restore({
          eventLog,
          store,
          id,
          manifest,
          name,
          mayReplace: yes,
          sinkGraceMs,
          onRestored,
          ...lock,
          say,
          log,
        });
      } finally {
        if (!isThere) await rm(join(disk, name), { recursive: true, force: true });
      }
      const at = new Date(manifest.madeAtMs).toISOString();
      process.stdout.write(`the warehouse is that of ${at}; what came since is counted from the log\n`);
    }
  } finally {
    await store.close();
    await eventLog.close();
  }
}

/** A folder that is there is whole: it gets its name last. */
async function move(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  try {
    await rename(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await cp(source, `${target}.partial`, { recursive: true });
    await rename(`${target}.partial`, target);
    await rm(source, { recursive: true });
  }
}

/** @throws UsageError */
function parseFlags(): { verb: 'backup' | 'restore'; from: string; to: string | undefined; yes: boolean } {
  try {
    const { values, positionals } = parseArgs({
      options: { to: { type: 'string' }, yes: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [verb, from = '', ...more] = positionals;
    const isRestore = verb === 'restore' && from !== '' && values.to === undefined;
    const isBackup = verb === 'backup' && from === '';
    if ((!isRestore && !isBackup) || more.length > 0) throw new UsageError(USAGE);
    return { verb, from, to: values.to, yes: values.yes };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}
