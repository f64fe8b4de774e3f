import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('the generated types are those of schema.graphql', async () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const check = ['--import', 'tsx', 'tools/codegen.ts', '--check'];
  await expect(promisify(execFile)(process.execPath, check, { cwd: root })).resolves.toMatchObject({
    stderr: '',
  });
});
