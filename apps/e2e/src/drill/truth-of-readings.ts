import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readingsOf, toGeneratedRun, truthOf, type Truth } from '@emotide/twitch-sim/truth';
import type { Stack } from '../stack';
import { readSessions, toLimits } from './readings';

/** What must be counted, and how much more was sent than that. */
export interface TruthOfReadings {
  readonly truth: Truth;
  /** Messages that were put on a connection whose reader did not live to publish them, and on no other. */
  readonly unread: number;
}

/** What was sent of generated chat, up to where each reading of each channel ended. Nothing may be sent any more. */
export async function truthOfReadings(stack: Stack): Promise<TruthOfReadings> {
  const folder = join(stack.directory, 'twitch-sim');
  const runs = readdirSync(folder)
    .filter((name) => /^generated-\d+\.log$/.test(name))
    .map((name) => toGeneratedRun(readFileSync(join(folder, name))));
  const limits = toLimits(runs.flatMap(readingsOf), await readSessions(stack));
  const truth = truthOf(new Map(), [], limits, runs);
  return { truth, unread: messagesOf(truthOf(new Map(), [], [], runs)) - messagesOf(truth) };
}

const messagesOf = ({ channels }: Truth): number =>
  Object.values(channels).reduce((sum, { messages }) => sum + messages, 0);
