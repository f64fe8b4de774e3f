import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

describe('the emotes of 200 channels with 1,000 each', () => {
  it('hold less than 250 bytes a channel emote if no two channels share one, and less than 80 if most do', async () => {
    const script = fileURLToPath(new URL('index-memory.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--expose-gc', '--import', 'tsx', script, '200'],
      { timeout: 50_000 },
    );
    const { distinct, shared } = JSON.parse(stdout) as { distinct: number; shared: number };
    expect(distinct).toBeLessThan(250);
    expect(shared).toBeLessThan(80);
    // What it says where nothing was held would be wrong, too.
    expect(shared).toBeGreaterThan(10);
    expect(distinct).toBeGreaterThan(shared);
  });
});
