import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTemporaryDirectory } from '@emotide/testkit';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const directory = createTemporaryDirectory();
afterAll(() => directory.remove());
const compare = (...files: readonly string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'tools/contract.ts', ...files], { cwd: root });

describe('the contract', () => {
  it('breaks no client of the released one', async () => {
    await expect(compare()).resolves.toMatchObject({ stderr: '' });
  });

  it('would not get through with a field less, or an argument that suddenly is needed', async () => {
    const present = readFileSync(join(root, 'schema.graphql'), 'utf8');
    const broken = join(directory.path, 'broken.graphql');
    writeFileSync(
      broken,
      present
        .replace(/  "Those that count when each chatter has a cap."\n  cappedUses: Count!\n/, '')
        .replace('baselineDays: Int! = 7', 'baselineDays: Int!'),
    );
    await expect(compare(broken)).rejects.toThrow(
      /(?=[^]*'cappedUses' was removed)(?=[^]*'baselineDays')[^]*contract -- --accept/,
    );
  });
});
