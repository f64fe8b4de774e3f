import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startClickHouse } from '../src/index';
import { PASSWORDS } from './ask';
import { createScratchDirectory } from './scratch-directory';

const scratch = await createScratchDirectory();

it('ClickHouse is ready within two seconds, in a new directory and in one that it knows', async () => {
  const directory = join(scratch, 'ready');
  for (let time = 0; time < 2; time += 1) {
    const startMs = performance.now();
    const server = await startClickHouse({ directory, users: PASSWORDS });
    const tookMs = performance.now() - startMs;
    await server.stop();
    expect(tookMs).toBeLessThan(2_000);
  }
});
