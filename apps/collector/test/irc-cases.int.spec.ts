import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scanLine } from '@emotide/chat';
import { MESSAGE_FLAGS } from '@emotide/domain';
import { readNativeRanges, sliceCodePoints } from '@emotide/emotes';
import { NO_SAMPLE_DATA, sampleData } from '@emotide/testkit';
import { describe, expect, it } from 'vitest';

interface CaseTruth {
  n: number;
  command: string;
  message: boolean;
  channel?: string;
  roomId?: string | null;
  id?: string | null;
  sharedCopy?: boolean;
  action?: boolean;
  emotes?: { id: string; from: number; to: number; name: string }[];
}

/** What the scanner and the emote reader say of a line, in the shape of the truth. */
function read(raw: string): Omit<CaseTruth, 'n' | 'command'> {
  const scanned = scanLine(raw);
  if (scanned.type !== 'message') return { message: false };
  const { line } = scanned;
  const emotes: CaseTruth['emotes'] = [];
  readNativeRanges(line.emotesTag, (id, from, to) => {
    emotes.push({ id, from, to, name: sliceCodePoints(line.text, from, to + 1) });
  });
  return {
    message: true,
    channel: line.channelLogin,
    roomId: line.channelId,
    id: line.messageId,
    sharedCopy: (line.flags & MESSAGE_FLAGS.SHARED_COPY) !== 0,
    ...((line.flags & MESSAGE_FLAGS.ACTION) !== 0 && { action: true }),
    ...(emotes.length > 0 && { emotes }),
  };
}

describe.skipIf(sampleData === undefined)(`odd lines that clients have met${NO_SAMPLE_DATA}`, () => {
  const folder = join(sampleData ?? '', 'cases');
  const lines = sampleData ? readFileSync(join(folder, 'irc-cases.txt'), 'utf8').split('\n') : [];
  const truths = sampleData
    ? (JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as (CaseTruth & {
        badRanges?: unknown;
      })[])
    : [];

  it('are all read as the truth says', () => {
    expect(truths.length).toBeGreaterThan(400);
    const wrong = truths.flatMap(({ n, command, badRanges: _, ...truth }) => {
      const raw = lines[n - 1]!;
      const got = read(raw);
      const scanned = scanLine(raw);
      const commandIsRight = scanned.type !== 'other' || scanned.command === command;
      return commandIsRight && JSON.stringify(sorted(got)) === JSON.stringify(sorted(truth))
        ? []
        : [{ n, got, truth, raw }];
    });
    expect(wrong).toEqual([]);
  });
});

const sorted = (value: object) =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
