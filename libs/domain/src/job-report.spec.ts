import { describe, expect, it } from 'vitest';
import { decodeJobReport, encodeJobReport, type JobReport } from './job-report';

const report: JobReport = {
  name: 'global-emotes',
  state: 'ok',
  everyMs: 1_800_000,
  lastStartedAtMs: 1_790_000_000_000,
  lastDurationMs: 213.5,
  lastOkAtMs: 1_790_000_000_214,
  nextRunAtMs: null,
  failuresInRow: 0,
  summary: '480 emotes',
  figures: { emotes: 480 },
};
const written = (change: Readonly<Record<string, unknown>>): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ v: 1, ...report, ...change }));

describe('a job report', () => {
  it('comes back as it was written', () => {
    expect(decodeJobReport(encodeJobReport(report))).toEqual(report);
    const off: JobReport = { ...report, state: 'off', lastStartedAtMs: null, lastOkAtMs: null, figures: {} };
    expect(decodeJobReport(encodeJobReport(off))).toEqual(off);
  });

  it('is cut where a provider says too much', () => {
    const long = decodeJobReport(encodeJobReport({ ...report, summary: 'x'.repeat(10_000) }));
    expect(long?.summary).toHaveLength(500);
  });

  it.each([
    ['another format', { v: 2 }],
    ['a name that is no key', { name: 'a.b' }],
    ['a state that nobody knows', { state: 'fine' }],
    ['a time that is a text', { lastStartedAtMs: 'yesterday' }],
    ['no next time', { nextRunAtMs: undefined }],
    ['figures that are none', { figures: { emotes: 'many' } }],
    ['a figure with an odd name', { figures: { 'a b': 1 } }],
    ['a summary that is none', { summary: 7 }],
  ])('is not read out of %s', (_, change) => {
    expect(decodeJobReport(written(change))).toBeUndefined();
  });

  it('is not read out of rubbish', () => {
    expect(decodeJobReport(new TextEncoder().encode('[]'))).toBeUndefined();
    expect(decodeJobReport(new TextEncoder().encode('{'))).toBeUndefined();
    expect(decodeJobReport(new Uint8Array(20_000))).toBeUndefined();
  });
});
