import type { ImportSummary } from './import-job';
import { renderBytes, renderCount, renderDuration, visible } from './progress-bar';

const MOST_CHANNELS = 20;
const MOST_FAILURES = 20;

const CAUSES: Readonly<Record<string, string>> = {
  'too-long': 'longer than a line can be',
  'cut-tags': 'cut within its tags',
  'cut-prefix': 'cut within its prefix',
  'no-command': 'no IRC line',
  'no-channel': 'names no channel',
  'bad-channel': 'names no channel that can be',
  'no-text': 'has no text',
  'no-comment': 'no comment of a VOD',
  'too-large': 'larger than a comment can be',
  duplicate: 'seen before',
  'no-sent-at': 'does not say when it was sent',
  'absurd-sent-at': 'sent before 2010 or in the future',
  'no-room-id': 'does not say which room it was in, and nobody else does',
  'too-recent': 'so recent that it may be on its way from live reading; import it later',
};

/** What an import did, for people. */
export function renderSummary(summary: ImportSummary, elapsedMs: number, isDryRun: boolean): string {
  const { files, bytes, counts, failures, wasInterrupted } = summary;
  const { lines, others, messages, messagesWithEmotes, uses, covered, settled, unwanted, rejects } = counts;
  const rate = renderCount(Math.round((lines * 1_000) / Math.max(1, elapsedMs)));
  const out = [
    `${wasInterrupted ? 'interrupted; run it again to go on' : isDryRun ? 'a dry run: nothing was written' : 'done'} after ${renderDuration(elapsedMs)} (${rate} lines/s)`,
    row('files', files, renderBytes(bytes)),
    row('lines', lines, others > 0 ? `${renderCount(others)} of them no messages` : ''),
    row('counted', messages, `${renderCount(messagesWithEmotes)} with emotes, ${renderCount(uses)} uses`),
  ];
  if (settled > 0) out.push(row('imported before', settled));
  if (covered > 0) out.push(row('already covered', covered, 'somebody has read that time'));
  if (unwanted > 0) out.push(row('not asked for', unwanted));
  const byNumber = [...rejects].sort(([, a], [, b]) => b - a);
  if (byNumber.length > 0)
    out.push(
      row(
        'rejected',
        byNumber.reduce((sum, [, times]) => sum + times, 0),
      ),
    );
  for (const [cause, times] of byNumber) out.push(row(`  ${cause}`, times, CAUSES[cause] ?? ''));
  const channels = [...counts.channels].sort(
    ([, a], [, b]) => b.messages - a.messages || b.covered - a.covered,
  );
  if (channels.length > 0) out.push('channels            messages         uses   already covered');
  for (const [channelId, channel] of channels.slice(0, MOST_CHANNELS)) {
    const name = visible(channel.login === channelId ? channelId : `${channel.login} (${channelId})`);
    const numbers = [channel.messages, channel.uses, channel.covered].map(renderCount);
    out.push(`  ${name.padEnd(36)}${numbers.map((text) => text.padStart(14)).join('')}`);
  }
  if (channels.length > MOST_CHANNELS) out.push(`  and ${channels.length - MOST_CHANNELS} more`);
  for (const { source, why } of failures.slice(0, MOST_FAILURES))
    out.push(`not read to its end: ${visible(source)}: ${visible(why)}`);
  if (failures.length > MOST_FAILURES) out.push(`and ${failures.length - MOST_FAILURES} more that were not`);
  return out.join('\n');
}

function row(name: string, value: number, about = ''): string {
  return `${name.padEnd(18)}${renderCount(value).padStart(14)}${about === '' ? '' : `   ${about}`}`;
}
