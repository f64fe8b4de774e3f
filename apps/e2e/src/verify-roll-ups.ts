import { emotide, type Stack } from './stack';

export interface RollUpsVerdict {
  /** The command's last line: how many differences, of how many rows. */
  readonly summary: string;
  /** What it says of roll-ups that are not as raw rows make them; none where all are. */
  readonly differences: readonly string[];
}

/**
 * Compares every roll-up with the raw rows, as an operator does.
 *
 * @throws Error when it could not be done
 */
export async function verifyRollUps(stack: Stack): Promise<RollUpsVerdict> {
  const { code, stdout, stderr } = await emotide(['rollups', 'verify', '--data-dir', stack.directory]);
  const lines = stdout.trimEnd().split('\n');
  const summary = lines.at(-1) ?? '';
  if (code !== 0 && code !== 1) throw new Error(`emotide rollups verify ended with ${code}: ${stderr}`);
  if (/^0 differences: /.test(summary) !== (code === 0))
    throw new Error(`emotide rollups verify ended with ${code} and said ${JSON.stringify(stdout)}${stderr}`);
  return { summary, differences: lines.slice(0, -1).filter((line) => !line.endsWith(' equal')) };
}
