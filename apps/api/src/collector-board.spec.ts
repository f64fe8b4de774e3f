import { collectorReportKey, encodeCollectorReport, type CollectorReport } from '@emotide/domain';
import type { FollowOptions } from '@emotide/event-log';
import { expect, it } from 'vitest';
import { CollectorBoard } from './collector-board';

const report: CollectorReport = {
  instance: 'collector-1',
  reportedAtMs: 1_000_000,
  connections: 1,
  wanted: 2,
  joined: 2,
  refused: {},
  messagesPerSecond: 3,
};

function follow() {
  let nowMs = report.reportedAtMs;
  const board = new CollectorBoard(() => nowMs);
  let told: FollowOptions | undefined;
  board.follow({
    follow: (options) => {
      told = options;
      return { stop: () => Promise.resolve() };
    },
  });
  return {
    told: told!,
    note: (change: Partial<CollectorReport> = {}) => {
      const changed = { ...report, ...change };
      told!.onValue({ key: collectorReportKey(changed.instance), value: encodeCollectorReport(changed) });
    },
    at: (ms: number) => {
      nowMs = ms;
      return board.list(ms).map(({ instance, isSilent }) => `${instance} ${isSilent ? 'silent' : 'heard'}`);
    },
  };
}

it('calls a collector silent after twenty seconds, and forgets it after five minutes', () => {
  const { note, at } = follow();
  note();
  at(1_010_000);
  note({ instance: 'collector-0', reportedAtMs: 1_010_000 });
  expect(at(1_020_000)).toEqual(['collector-0 heard', 'collector-1 heard']);
  expect(at(1_020_001)).toEqual(['collector-0 heard', 'collector-1 silent']);
  expect(at(1_300_000)).toEqual(['collector-0 silent', 'collector-1 silent']);
  expect(at(1_300_001)).toEqual(['collector-0 silent']);
  expect(at(1_310_001)).toEqual([]);
});

it('leaves out one that took its report away', () => {
  const { told, note, at } = follow();
  note();
  told.onValue({ key: 'collector-1', value: undefined });
  expect(at(1_000_000)).toEqual([]);
});

it('believes what comes now, whatever the collector’s clock says, and of older reports that clock', () => {
  const { told, note, at } = follow();
  note({ reportedAtMs: 900_000 });
  expect(at(1_000_000)).toEqual(['collector-1 silent']);
  told.onCaughtUp!();
  note({ reportedAtMs: 900_005 });
  expect(at(1_000_000)).toEqual(['collector-1 heard']);
  note({ reportedAtMs: 9_000_000 });
  expect(at(1_020_001)).toEqual(['collector-1 silent']);
});

it('takes nothing that is no report, or lies under another key', () => {
  const { told, at } = follow();
  told.onValue({ key: 'collector-1', value: Buffer.from('{}') });
  told.onValue({ key: 'collector-2', value: encodeCollectorReport(report) });
  expect(at(1_000_000)).toEqual([]);
});

it('begins anew with the bucket', () => {
  const { told, note, at } = follow();
  note();
  told.onCaughtUp!();
  told.onReplaced!();
  expect(at(1_000_000)).toEqual([]);
  note({ reportedAtMs: 900_000 });
  expect(at(1_000_000)).toEqual(['collector-1 silent']);
});
