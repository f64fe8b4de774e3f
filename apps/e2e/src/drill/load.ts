import { startStack, type Stack, type StackOptions } from '../stack';

/** Generated chat, who shares the work, and how long it lasts. */
export interface Load {
  /** What the drill does with them it says itself. */
  readonly seconds: number;
  readonly channels: number;
  /** Lines a second of generated chat. */
  readonly rate: number;
  /** Which chat, and which accidents. */
  readonly seed: number;
  readonly partitions?: number;
  readonly sinks?: number;
  readonly collectors?: number;
  readonly say: (text: string) => void;
}

export function startUnderLoad(directory: string, load: Load, options: StackOptions = {}): Promise<Stack> {
  const { channels, rate, seed, partitions = 1, sinks = 1, collectors = 1 } = load;
  const settings = { channels, rate, seed, partitions, sinks, collectors, 'log-level': 'warn' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return startStack(directory, args, options);
}
