import { describe, expect, it } from 'vitest';
import { drillBackup } from '../src/drill/backup.drill';
import { clickhouseAway } from '../src/drill/clickhouse-away.drill';
import { diskFull } from '../src/drill/disk-full.drill';
import { drillFreeze } from '../src/drill/freeze.drill';
import { compareReadings, drillKill } from '../src/drill/kill.drill';
import { drillLive } from '../src/drill/live.drill';
import { drillHandover, faultsOf as handoverFaultsOf } from '../src/drill/handover.drill';
import { natsAway } from '../src/drill/nats-away.drill';
import { drillOutages } from '../src/drill/outage';
import { drillReconnect } from '../src/drill/reconnect.drill';
import { drillRestart, faultsOf } from '../src/drill/restart.drill';
import { slowClickHouse } from '../src/drill/slow-clickhouse.drill';
import { canTear, tornInserts, tornTokensIn } from '../src/drill/torn.drill';
import type { Comparison } from '../src/compare-counts';

const mayTear = await canTear();
const load = { channels: 60, rate: 3_000, say: () => undefined };

function expectExact({ differences, messages, compared }: Comparison, atLeast: number): void {
  expect(differences).toEqual([]);
  expect(messages.counted).toBe(messages.truth);
  expect(messages.counted).toBeGreaterThan(atLeast);
  expect(compared).toBeGreaterThan(500);
}

/** The short forms of `npm run drill`. */
describe('under generated load and kills', () => {
  it('every table equals what the simulator sent', async () => {
    const options = { ...load, seconds: 12, seed: 3 };
    const { kills, verdict, rollUps } = await drillKill(options, compareReadings);
    expect(Object.values(kills).reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBeGreaterThanOrEqual(
      5,
    );
    expectExact(verdict.comparison, 15_000);
    expect(rollUps.differences).toEqual([]);
    expect(rollUps.summary).toMatch(/^0 differences: [\d,]{4,} rows of \d days? compared$/);
  });

  it('every live answer that claims to be fresh equals the warehouse', async () => {
    const { compared, differences } = await drillLive({ ...load, seconds: 20, seed: 5 });
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(4);
  });
});

describe('a system that one thing after the other is taken from', () => {
  it('counts all that was sent, once, and catches up each time', async () => {
    const outages = [
      // Of these three nothing is counted meanwhile.
      natsAway,
      clickhouseAway,
      diskFull,
      slowClickHouse(),
      ...(mayTear ? [tornInserts({ kills: 3, seed: 1 })] : []),
    ];
    const options = { ...load, seconds: 3, seed: 7, sampleEveryMs: 500, calmMs: 500 };
    const { comparison, catchUps, curves, output } = await drillOutages(options, outages);
    expectExact(comparison, 30_000);
    expect(catchUps.map(({ name }) => name)).toEqual(outages.map(({ name }) => name));
    for (const { linesPerSecond } of catchUps.slice(0, 3)) expect(linesPerSecond).toBeGreaterThan(load.rate);
    // They were really away: what was counted last grew old.
    const lag = curves.names.indexOf('lag s');
    const late = curves.samples.filter(({ values }) => values[lag]! > 1.5);
    expect(late.length).toBeGreaterThan(8);
    if (mayTear) expect(tornTokensIn(output).tokens).toBeGreaterThan(0);
  });
});

describe('a clean restart under load', () => {
  it('loses and doubles nothing beyond where a reading ended, and stops in time', async () => {
    const result = await drillRestart({ ...load, restarts: 1, seconds: 3, seed: 9 });
    expect(faultsOf(result)).toEqual([]);
    expectExact(result.comparison, 10_000);
  });
});

describe('a sink frozen past its lease', () => {
  it('doubles nothing when it wakes', async () => {
    const shared = { partitions: 4, sinks: 2, collectors: 1 };
    const terms = { seconds: 4, termMs: 3_000, calmMs: 3_000 };
    const { comparison } = await drillFreeze({ ...load, ...shared, ...terms, seed: 11 });
    expectExact(comparison, 15_000);
  });
});

describe('collectors that come and go', () => {
  it('lose and double nothing in order, and tell what a frozen one lost', async () => {
    const terms = { seconds: 4, termMs: 3_000, calmMs: 1_000 };
    const result = await drillHandover({ ...load, collectors: 2, ...terms, isKilling: false, seed: 13 });
    const { comparison } = result;
    expect([...comparison.differences, ...handoverFaultsOf(result)]).toEqual([]);
    expect(comparison.counted).toBe(comparison.truth - comparison.missing);
    expect(comparison.missing).toBeGreaterThan(0);
    expect(comparison.compared).toBeGreaterThan(1_000);
  });
});

describe('connections that are asked to reconnect, dropped and frozen', () => {
  it('lose nothing in silence, and double nothing', async () => {
    const env = { EMOTIDE_CHAT_CHANNELS_PER_CONNECTION: '10' };
    const { comparison, disturbances } = await drillReconnect({
      ...load,
      seconds: 8,
      everyMs: 700,
      calmMs: 3_000,
      env,
      seed: 15,
    });
    expect(comparison.differences).toEqual([]);
    expect(comparison.counted).toBe(comparison.truth - comparison.missing);
    expect(Object.keys(disturbances)).toHaveLength(3);
    expect(comparison.compared).toBeGreaterThan(300);
  });
});

describe('a warehouse that is copied, wiped and restored under load', () => {
  it('counts all that was sent, once', async () => {
    const { comparison, refusal, messagesBefore } = await drillBackup({ ...load, seconds: 2, seed: 13 });
    expect(refusal).toMatch(/is not empty.*--yes/);
    expect(messagesBefore).toBeGreaterThan(0);
    expectExact(comparison, 15_000);
  });
});
