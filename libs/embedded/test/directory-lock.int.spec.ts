import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '@emotide/service-kit';
import { describe, expect, it } from 'vitest';
import { lockDirectory } from '../src/index';
import { processIdentity } from '../src/process-identity';
import { createScratchDirectory } from './scratch-directory';

const scratch = await createScratchDirectory();

/** A process that does nothing until it is killed. */
async function startSleeper() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  return {
    pid,
    claim: `lock-${pid}-${processIdentity(pid)}`,
    async kill() {
      if (child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('lockDirectory', () => {
  it('makes the directory, and leaves nothing in it when released', async () => {
    const directory = join(scratch, 'new', 'deep');
    const lock = await lockDirectory(directory, 'Emotide');
    expect(await readdir(directory)).toHaveLength(1);
    await lock.release();
    expect(await readdir(directory)).toEqual([]);
  });

  it('refuses a directory that this process holds already, and gives it after release', async () => {
    const directory = join(scratch, 'twice');
    const lock = await lockDirectory(directory, 'Emotide');
    await expect(lockDirectory(directory, 'Emotide', { waitMs: 60_000 })).rejects.toThrow(UsageError);
    await lock.release();
    await (await lockDirectory(directory, 'Emotide')).release();
  });

  it('names the living holder, and takes over from a dead one', async () => {
    const directory = join(scratch, 'holder');
    await (await lockDirectory(directory, 'Emotide')).release();
    const holder = await startSleeper();
    try {
      await writeFile(join(directory, holder.claim), 'nats-server');
      await expect(lockDirectory(directory, 'Emotide')).rejects.toThrow(
        `another nats-server (pid ${holder.pid}) runs on ${directory}`,
      );
    } finally {
      await holder.kill();
    }
    await (await lockDirectory(directory, 'Emotide')).release();
    expect(await readdir(directory)).toEqual([]);
  });

  it('waits for a holder that is going away', async () => {
    const directory = join(scratch, 'waiting');
    await (await lockDirectory(directory, 'Emotide')).release();
    const holder = await startSleeper();
    await writeFile(join(directory, holder.claim), 'Emotide');
    const locking = lockDirectory(directory, 'Emotide', { waitMs: 5_000 });
    await holder.kill();
    await (await locking).release();
  });

  it('does not wait for a holder whose supervisor lives', async () => {
    const directory = join(scratch, 'staying');
    await (await lockDirectory(directory, 'Emotide')).release();
    const holder = await startSleeper();
    try {
      await writeFile(
        join(directory, holder.claim),
        `ClickHouse\n${process.pid} ${processIdentity(process.pid)}`,
      );
      const startMs = performance.now();
      await expect(lockDirectory(directory, 'Emotide', { waitMs: 20_000 })).rejects.toThrow(
        'another ClickHouse',
      );
      expect(performance.now() - startMs).toBeLessThan(2_000);
      await writeFile(join(directory, holder.claim), `ClickHouse\n${process.pid} gone`);
      const locking = lockDirectory(directory, 'Emotide', { waitMs: 20_000 });
      await holder.kill();
      await (await locking).release();
    } finally {
      await holder.kill();
    }
  });

  it.runIf(process.platform === 'linux')('is not held by a later process with the same pid', async () => {
    const directory = join(scratch, 'recycled');
    await (await lockDirectory(directory, 'Emotide')).release();
    await writeFile(join(directory, `lock-${process.ppid}-1`), 'Emotide');
    await (await lockDirectory(directory, 'Emotide')).release();
    expect(await readdir(directory)).toEqual([]);
  });

  it('stays locked while a process it was extended to lives', async () => {
    const directory = join(scratch, 'extended');
    const lock = await lockDirectory(directory, 'nats-server');
    const server = await startSleeper();
    try {
      await lock.extendTo(server.pid);
      expect(await readdir(directory)).toContain(server.claim);
      await lock.release();
      expect(await readdir(directory)).toEqual([]);
    } finally {
      await server.kill();
    }
  });

  it('says that a directory is none', async () => {
    await writeFile(join(scratch, 'file'), '');
    for (const path of [join(scratch, 'file'), join(scratch, 'file', 'below')]) {
      await expect(lockDirectory(path, 'Emotide')).rejects.toThrow(UsageError);
    }
  });

  it('is held by one of many contenders at a time', async () => {
    const directory = join(scratch, 'contended');
    const program = `
      import { lockDirectory } from ${JSON.stringify(new URL('../src/directory-lock.ts', import.meta.url).href)};
      import { closeSync, openSync, unlinkSync } from 'node:fs';
      const directory = process.argv[1];
      for (let round = 0; round < 10; round += 1) {
        const lock = await lockDirectory(directory, 'contender', { waitMs: 20_000 });
        closeSync(openSync(directory + '/inside', 'wx'));
        await new Promise((resolve) => setTimeout(resolve, 2));
        unlinkSync(directory + '/inside');
        await lock.release();
      }`;
    const contenders = [1, 2, 3].map(async () => {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '-e', program, directory],
        { stdio: ['ignore', 'ignore', 'inherit'] },
      );
      return (await once(child, 'exit'))[0] as number;
    });
    expect(await Promise.all(contenders)).toEqual([0, 0, 0]);
  });
});
