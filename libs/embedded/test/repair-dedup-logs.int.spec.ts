import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repairDedupLogs } from '../src/clickhouse/repair-dedup-logs';
import { startClickHouse } from '../src/index';
import { PASSWORDS, expectAnswer } from './ask';
import { createScratchDirectory } from './scratch-directory';

const scratch = await createScratchDirectory();

async function createTable(engine: string, uuid: string, parts: string[], log: string): Promise<string> {
  const table = join(engine, 'store', uuid.slice(0, 3), uuid);
  await mkdir(join(table, 'deduplication_logs'), { recursive: true });
  for (const part of parts) await mkdir(join(table, part));
  const path = join(table, 'deduplication_logs', 'deduplication_log_1.txt');
  await writeFile(path, log);
  return path;
}

describe('repairDedupLogs', () => {
  it('repairs each table by its own parts and counts what it dropped', async () => {
    const engine = join(scratch, 'by-hand');
    const sound = await createTable(engine, 'aaa1', ['all_1_2_1'], '1\tall_1_1_0\tx\n1\tall_2_2_0\ty\n');
    const orphan = await createTable(
      engine,
      'bbb1',
      ['all_1_1_0'],
      '1\tall_1_1_0\tx\n1\tall_2_2_0\ty\n1\tal',
    );
    const { mtimeMs } = await stat(sound);
    expect(repairDedupLogs(engine)).toBe(2);
    expect(await readFile(orphan, 'utf8')).toBe('1\tall_1_1_0\tx\n');
    expect((await stat(sound)).mtimeMs).toBe(mtimeMs);
    expect(await readdir(join(engine, 'store', 'bbb', 'bbb1'))).toEqual(['all_1_1_0', 'deduplication_logs']);
    expect(repairDedupLogs(engine)).toBe(0);
  });

  it('has nothing to do in an empty or absent directory', () => {
    expect(repairDedupLogs(join(scratch, 'absent'))).toBe(0);
  });
});

describe('ClickHouse after a kill between token and part', () => {
  it('counts the repeated insert, once', async () => {
    const directory = join(scratch, 'engine');
    const insert = (token: string) =>
      `INSERT INTO emotide.t SETTINGS insert_deduplication_token = '${token}' SELECT number FROM numbers(10)`;
    const lines: string[] = [];
    const start = () => startClickHouse({ directory, users: PASSWORDS, log: (line) => lines.push(line) });

    const first = await start();
    let uuid: string;
    try {
      await expectAnswer(first.url, 'app', 'CREATE DATABASE emotide');
      await expectAnswer(
        first.url,
        'app',
        'CREATE TABLE emotide.t (n UInt64) ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 100',
      );
      uuid = await expectAnswer(first.url, 'app', "SELECT uuid FROM system.tables WHERE name = 't'");
      for (const token of ['kept', 'cut']) await expectAnswer(first.url, 'app', insert(token));
    } finally {
      await first.stop();
    }
    // What such a kill leaves behind: the record is there, the part is not.
    await rm(join(directory, 'engine', 'store', uuid.slice(0, 3), uuid, 'all_2_2_0'), { recursive: true });

    const second = await start();
    try {
      expect(lines.join('\n')).toContain('dropped 1 deduplication record');
      for (const token of ['kept', 'cut', 'cut']) await expectAnswer(second.url, 'app', insert(token));
      expect(await expectAnswer(second.url, 'app', 'SELECT count() FROM emotide.t')).toBe('20');
    } finally {
      await second.stop();
    }
  });
});
