import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleData } from '@emotide/testkit';
import { projectRoot } from '../stack';

/** Raw lines to measure with: real ones where the sample data is, else the demo chat; and which it was. */
export function readChatLines(): { lines: readonly string[]; origin: string } {
  const [path, origin] =
    sampleData === undefined
      ? [join(projectRoot, 'apps/twitch-sim/demo/demo-chat.txt'), 'the demo chat']
      : [join(sampleData, 'irc/xqcow-2019-09-15.txt'), '5,000 real lines'];
  return { lines: readFileSync(path, 'utf8').split(/\r?\n/).filter(Boolean), origin };
}
