import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A directory of this spec file's own, removed after its tests, failed ones too. Call it while tests are collected. */
export async function createScratchDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'emotide-embedded-'));
  afterAll(() => rm(path, { recursive: true, force: true }));
  return path;
}
