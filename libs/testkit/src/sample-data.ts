import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BESIDE_THE_PROJECT = fileURLToPath(new URL('../../../../shared/data', import.meta.url));

/**
 * The folder of real, pseudonymised test data, which is read in place and is no part of the project: beside the
 * project, or where `EMOTIDE_SAMPLE_DATA` says. Undefined where it is absent; tests that need it then skip.
 */
export const sampleData: string | undefined = [process.env['EMOTIDE_SAMPLE_DATA'], BESIDE_THE_PROJECT].find(
  (folder) => folder !== undefined && existsSync(folder),
);

/** The reason that a skipped test gives in its title. */
export const NO_SAMPLE_DATA =
  sampleData === undefined ? ' (skipped: no sample data; set EMOTIDE_SAMPLE_DATA)' : '';
