import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HISTORY_PARTITION } from '@emotide/domain';
import { FencedError, createEpoch } from '@emotide/event-log';
import { StoreUnavailable } from '@emotide/store';
import { quietLog } from '@emotide/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backup } from '../src/backup';
import { readBackup, type BackupManifest } from '../src/backup-manifest';
import { restore, type RestoreOptions } from '../src/restore';
import { startRepairProcess, type RepairProcess } from './repair-process';
import { Stage, chat, inBatches, sleep, until, type RunningSink } from './stage';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage?.stop());
beforeEach(async () => {
  await stage.reset();
  await (await stage.jsm()).streams.purge('KV_repairs');
});
afterEach(() => stage.stopSinks());

const quick = { lockRenewMs: 100, lockTermMs: 400, say: () => undefined, log: quietLog };
const newId = (): string => createEpoch(Date.now(), Math.random);
let backups = 0;

async function copy(): Promise<{ name: string; manifest: BackupManifest }> {
  const name = `copy-${(backups += 1)}`;
  const manifest = await backup({
    eventLog: await stage.nats.connect('owner'),
    store: stage.store,
    id: newId(),
    name,
    directory: join(stage.backupDirectory, name),
    ...quick,
  });
  return { name, manifest };
}

async function putBack(
  { name, manifest }: { name: string; manifest: BackupManifest },
  options: Partial<RestoreOptions> = {},
): Promise<void> {
  await restore({
    eventLog: await stage.nats.connect('owner'),
    store: stage.store,
    id: newId(),
    name,
    manifest,
    mayReplace: true,
    sinkGraceMs: 0,
    ...quick,
    ...options,
  });
}

/** Starts the command as a process of its own. */
const start = (...args: string[]): RepairProcess =>
  startRepairProcess(
    'backup.main.ts',
    {
      ...stage.nats.env('owner'),
      ...stage.clickhouse.env(),
      EMOTIDE_BACKUP_DIR: stage.backupDirectory,
      EMOTIDE_LEASE_RENEW_MS: '100',
      EMOTIDE_LEASE_TERM_MS: '300',
    },
    args,
  );

/** Starts the command and kills it so long after it said so. @returns whether it was killed before its end */
async function killAfter(args: readonly string[], said: string, afterMs: number): Promise<boolean> {
  const child = start(...args);
  const over = child.exited.then(() => true);
  const isOver = () => Promise.race([over, sleep(1).then(() => false)]);
  await until(async () => child.said().includes(said) || isOver(), said, 60_000);
  await sleep(afterMs);
  if (await isOver()) return false;
  await child.kill();
  return true;
}

async function runToEnd(...args: string[]): Promise<void> {
  const child = start(...args);
  expect(await child.exited, child.said()).toBe(0);
}

async function catchUpAndStop(running: RunningSink): Promise<void> {
  await stage.caughtUp(running);
  expect(await running.stop()).toBeUndefined();
}

describe('a backup that is taken while a sink writes', () => {
  it('is at a border: restored, and gone on from, all that the log had counts once', async () => {
    const messages = chat(1_500);
    const running = await stage.startSink({ runRows: 300 });
    const publishing = stage.publish(inBatches(messages.slice(0, 1_000), 10));
    await until(() => running.sink.committed > 0, 'some runs');
    const made = await copy();
    await publishing;
    // It was stopped by the backup; the one that is started in its place goes on as if nothing had been.
    expect(await running.ended).toBeInstanceOf(FencedError);
    const next = await stage.startSink({ runRows: 300 });
    await stage.caughtUp(next);
    expect(made.manifest.intents).toHaveLength(1);
    expect(made.manifest.intents[0]!.intent.last).toBeLessThan(next.sink.committed);

    await stage.truncate();
    await expect(putBack(made, { mayReplace: true })).resolves.toBeUndefined();
    // Fenced once more, and behind the last run of the backup again.
    await stage.publish(inBatches(messages.slice(1_000), 10));
    expect(await next.ended).toBeInstanceOf(FencedError);
    await catchUpAndStop(await stage.startSink());
    const found = await stage.contents();
    expect(found).toEqual(await stage.expected(messages));
  });
});

describe('a backup that is taken while history is imported', () => {
  const partition = HISTORY_PARTITION;

  it('is at a border of both logs, and both go on from there', async () => {
    const messages = chat(1_500);
    const said = chat(500, 1_000_000);
    const live = await stage.startSink();
    await stage.publish(inBatches(said, 20));
    await catchUpAndStop(live);

    const running = await stage.startSink({ partition, runRows: 300 });
    const publishing = stage.publish(inBatches(messages.slice(0, 1_000), 10), partition);
    await until(() => running.sink.committed > 0, 'some runs');
    const made = await copy();
    await publishing;
    expect(await running.ended).toBeInstanceOf(FencedError);
    expect(made.manifest.intents.map((one) => one.partition)).toEqual([0, partition]);
    const next = await stage.startSink({ partition, runRows: 300 });
    await stage.caughtUp(next, partition);

    await putBack(made);
    await stage.publish(inBatches(messages.slice(1_000), 10), partition);
    expect(await next.ended).toBeInstanceOf(FencedError);
    const last = await stage.startSink({ partition });
    await stage.caughtUp(last, partition);
    expect(await last.stop()).toBeUndefined();
    await catchUpAndStop(await stage.startSink());
    const found = await stage.contents();
    const isImported = new Set(messages.map(({ key }) => key));
    expect(found).toEqual(
      await stage.expected([...messages, ...said], ({ key }) => (isImported.has(key) ? partition : 0)),
    );
  });
});

describe('a restore', () => {
  const messages = chat(1_000);
  let made: { name: string; manifest: BackupManifest };
  beforeEach(async () => {
    const running = await stage.startSink();
    await stage.publish(inBatches(messages, 20));
    await catchUpAndStop(running);
    made = await copy();
  });

  it('refuses a warehouse that has something, and leaves it as it is', async () => {
    const before = await stage.contents();
    await expect(putBack(made, { mayReplace: false })).rejects.toThrow(
      /is not empty: it has \d+ rows.*--yes/,
    );
    expect(await stage.contents()).toEqual(before);
    await catchUpAndStop(await stage.startSink());
  });

  it('of a damaged backup is refused by name of the file', async () => {
    const directory = join(stage.backupDirectory, made.name);
    expect(await readBackup(directory)).toEqual(made.manifest);
    const { path } = made.manifest.files.find(({ path: one }) => one.endsWith('.bin'))!;
    await appendFile(join(directory, path), 'x');
    await expect(readBackup(directory)).rejects.toThrow(
      `the backup is damaged: ${path} is not what was written`,
    );
    await expect(readBackup(stage.backupDirectory)).rejects.toThrow('is no whole backup');
  });

  it('of a newer program is refused', async () => {
    const manifest = { ...made.manifest, migrations: [...made.manifest.migrations, '9999-create-future'] };
    await expect(putBack({ ...made, manifest })).rejects.toThrow('9999-create-future');
  });

  it('that is cut keeps sinks waiting until it is run again, and what must not come back is out before they go on', async () => {
    const cut = new StoreUnavailable('cut');
    await expect(putBack(made, { onRestored: () => Promise.reject(cut) })).rejects.toBe(cut);
    const waiting = await stage.startSink();
    await until(() => waiting.sink.state === 'waiting-for-log', 'the sink to wait');
    const seen: string[] = [];
    await putBack(made, {
      mayReplace: false,
      onRestored: () => {
        seen.push(waiting.sink.state);
        return Promise.resolve();
      },
    });
    expect(seen).toEqual(['waiting-for-log']);
    const more = chat(200, 1_000_000);
    await stage.publish(inBatches(more, 20));
    await catchUpAndStop(waiting);
    const found = await stage.contents();
    expect(found).toEqual(await stage.expected([...messages, ...more]));
  });

  it('and a backup, killed with -9 at any moment and run again, are as if they had not been killed', async () => {
    let killed = 0;
    for (const afterMs of [0, 20, 60])
      if (await killAfter(['backup'], 'the tables stand still', afterMs)) killed++;
    await runToEnd('backup');
    const names = (await readdir(stage.backupDirectory)).filter((name) => name.startsWith('emotide-')).sort();
    // What was cut has no manifest, and is no backup.
    const whole: string[] = [];
    for (const name of names)
      if (
        await readBackup(join(stage.backupDirectory, name)).then(
          () => true,
          () => false,
        )
      )
        whole.push(name);
    expect(whole.at(-1)).toBe(names.at(-1));
    const directory = join(stage.backupDirectory, whole.at(-1)!);

    const more = chat(200, 1_000_000);
    const running = await stage.startSink();
    await stage.publish(inBatches(more, 20));
    await stage.caughtUp(running);
    for (const [said, afterMs] of [
      ['waiting until no sink writes any more', 50],
      ['restoring the tables', 0],
      ['restoring the tables', 100],
      ['restoring the tables', 400],
    ] as const)
      if (await killAfter(['restore', directory, '--yes'], said, afterMs)) killed++;
    await runToEnd('restore', directory, '--yes');
    expect(killed).toBeGreaterThan(3);
    await running.stop();
    await catchUpAndStop(await stage.startSink());
    const found = await stage.contents();
    expect(found).toEqual(await stage.expected([...messages, ...more]));
  });
});
