import { createInterface } from 'node:readline/promises';
import { UsageError } from '@emotide/service-kit';

/** Asks who sits at the terminal. @throws UsageError where nobody can answer */
export async function askToGoOn(signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('say --yes to go on without being asked');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question('go on? [y/N] ', { signal })).trim());
  } finally {
    lines.close();
  }
}
