import type { Migration } from '../src/migration';

/** Steps of a schema, many and small. */
export const STEPS: readonly Migration[] = Array.from({ length: 6 }, (_, n) => ({
  name: `${String(n + 1).padStart(4, '0')}-create-step`,
  statements: [`CREATE TABLE IF NOT EXISTS step_${String.fromCharCode(97 + n)} (x UInt8)\nENGINE = Null`],
}));
