import { describe, expect, it } from 'vitest';
import {
  collectorReportKey,
  decodeCollectorReport,
  encodeCollectorReport,
  type CollectorReport,
} from './collector-report';

const report: CollectorReport = {
  instance: 'collector-1.local',
  reportedAtMs: 1_790_000_000_000,
  connections: 2,
  wanted: 180,
  joined: 170,
  refused: { suspended: 3, 'limit-reached': 1 },
  messagesPerSecond: 41.25,
};
const written = (change: Readonly<Record<string, unknown>>): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ v: 1, ...report, ...change }));

describe('a collector’s report', () => {
  it('comes back as it was written', () => {
    expect(decodeCollectorReport(encodeCollectorReport(report))).toEqual(report);
    const idle: CollectorReport = { ...report, connections: 0, wanted: 0, joined: 0, refused: {} };
    expect(decodeCollectorReport(encodeCollectorReport(idle))).toEqual(idle);
  });

  it('leaves out reasons that only a later version knows', () => {
    const later = decodeCollectorReport(written({ refused: { suspended: 3, 'age-gate': 2 } }));
    expect(later?.refused).toEqual({ suspended: 3 });
  });

  it.each([
    ['another format', { v: 2 }],
    ['no instance', { instance: '' }],
    ['an instance with a line break', { instance: 'a\nb' }],
    ['an instance that is too long', { instance: 'x'.repeat(254) }],
    ['a time that is a text', { reportedAtMs: 'now' }],
    ['half a connection', { connections: 0.5 }],
    ['fewer channels than none', { wanted: -1 }],
    ['more channels joined than wanted', { joined: 181 }],
    ['a rate that is none', { messagesPerSecond: null }],
    ['refusals that are a list', { refused: [1] }],
    ['a refusal that is no count', { refused: { suspended: 'many' } }],
    ['a refusal of a later version that is no count', { refused: { 'age-gate': -1 } }],
    ['no refusals', { refused: undefined }],
  ])('is not read out of %s', (_, change) => {
    expect(decodeCollectorReport(written(change))).toBeUndefined();
  });

  it('is not read out of rubbish', () => {
    expect(decodeCollectorReport(new TextEncoder().encode('[]'))).toBeUndefined();
    expect(decodeCollectorReport(new TextEncoder().encode('{'))).toBeUndefined();
    expect(decodeCollectorReport(new Uint8Array(5_000))).toBeUndefined();
  });

  it('lies under a key that a bucket takes, whatever its place is called', () => {
    expect(collectorReportKey('collector-1')).toBe('collector-1');
    expect(collectorReportKey('node.example..org.')).toBe('node=example==org=');
  });
});
