import { parseConfig } from '@emotide/service-kit';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../migrations';
import { RETAINED, retentionEnv, retentionKey, toAges, toChangedAges, type RetainedTable } from './retention';

describe('retentionEnv', () => {
  it('takes days or for ever for each table, and the usual where nothing is said', () => {
    const retention = parseConfig(retentionEnv, {
      EMOTIDE_RETENTION_EVENTS_DAYS: '60',
      EMOTIDE_RETENTION_LOSSES_DAYS: 'forever',
      EMOTIDE_RETENTION_EMOTE_HOUR_DAYS: '',
    });
    expect(retention).toMatchObject({
      events: 60,
      losses: 'forever',
      emote_hour: 'forever',
      emote_minute: 14,
    });
  });

  it.each(['0', '-1', '1.5', 'long', '1e9', '1'])('refuses %j days of raw rows, naming the key', (days) => {
    expect(() => parseConfig(retentionEnv, { EMOTIDE_RETENTION_EVENTS_DAYS: days })).toThrow(
      'EMOTIDE_RETENTION_EVENTS_DAYS: neither "forever" nor whole days from 2',
    );
  });
});

describe('the usual ages', () => {
  it('are those that the migrations give', () => {
    const sql = MIGRATIONS.flatMap(({ statements }) => statements);
    for (const { table, since, kept } of toAges({})) {
      const create = sql.find((statement) => statement.startsWith(`CREATE TABLE IF NOT EXISTS ${table} (`));
      if (kept === 'forever') expect(create).not.toContain('\n    TTL ');
      else expect(create).toContain(`TTL ${since} + INTERVAL ${kept} DAY`);
    }
  });

  it('cover every table that the migrations give one', () => {
    const aged = MIGRATIONS.flatMap(({ statements }) => statements).flatMap(
      (statement) => /^CREATE TABLE IF NOT EXISTS ([a-z_]+) [^]*\n {4}TTL /.exec(statement)?.[1] ?? [],
    );
    const known = toAges({}).map(({ table }) => table);
    expect(known).toEqual(expect.arrayContaining(aged));
    expect(Object.keys(RETAINED).map((table) => retentionKey(table as RetainedTable))).toContain(
      'EMOTIDE_RETENTION_EMOTE_MINUTE_GLOBAL_DAYS',
    );
  });
});

describe('toChangedAges', () => {
  it('names tables that are there and kept for another time', () => {
    const standing = [
      { table: 'events', since: 'log_day', kept: 30 },
      { table: 'losses', since: '', kept: 'forever' },
      { table: 'chatter_day', since: 'day', kept: 90 },
    ] as const;
    expect(toChangedAges(toAges({}), standing).map(({ table }) => table)).toEqual(['chatter_day', 'losses']);
    expect(toChangedAges(toAges({ losses: 'forever' }), standing.slice(0, 2))).toEqual([]);
  });
});
