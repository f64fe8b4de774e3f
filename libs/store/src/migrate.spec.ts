import {
  EMOTE_CLASSES,
  MESSAGE_FLAGS,
  MODERATION_ACTIONS,
  PRICE_OF_CLASS,
  PROVIDERS,
  type Price,
} from '@emotide/domain';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../migrations';
import { PROVIDER_COLUMN } from './emote-columns';
import { DEDUPLICATION_WINDOW_INSERTS, LANDING_STRUCTURE } from './insert-run';
import { MigrationMismatch, toChecksum, toPending } from './migrate';

const sql = MIGRATIONS.flatMap(({ statements, isForReaders }) => (isForReaders ? [] : statements));
const views = MIGRATIONS.flatMap(({ statements, isForReaders }) => (isForReaders ? statements : []));
const step = (name: string, ...statements: string[]) => ({ name, statements });

describe('toPending', () => {
  const steps = [step('0001-a', 'A'), step('0002-b', 'B')];
  const done = (of: (typeof steps)[number]) => ({ name: of.name, checksum: toChecksum(of) });

  it('gives the steps that are not recorded, in order', () => {
    expect(toPending(steps, [])).toEqual(steps);
    expect(toPending(steps, steps.slice(0, 1).map(done))).toEqual(steps.slice(1));
  });

  it('refuses when a recorded step has another text', () => {
    expect(() => toPending(steps, [{ name: '0001-a', checksum: 'other' }])).toThrow(MigrationMismatch);
  });

  it('passes over records of a newer program', () => {
    expect(toPending(steps, [...steps.map(done), { name: '0003-c', checksum: 'x' }])).toEqual([]);
  });

  it('tells statements apart from one statement of the same text', () => {
    expect(toChecksum(step('x', 'AB'))).not.toBe(toChecksum(step('x', 'A', 'B')));
  });
});

describe('the migrations', () => {
  it('are numbered upwards and named by verb and object', () => {
    const names = MIGRATIONS.map(({ name }) => name);
    for (const name of names) expect(name).toMatch(/^\d{4}-[a-z]+(-[a-z]+)+$/);
    const numbers = names.map((name) => Number(name.slice(0, 4)));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  });

  it('are safe to repeat and name no database', () => {
    for (const statement of sql) {
      expect(statement).toMatch(
        /^(CREATE (TABLE|MATERIALIZED VIEW|DICTIONARY) IF NOT EXISTS|CREATE OR REPLACE DICTIONARY|ALTER TABLE|DROP VIEW IF EXISTS) [a-z_]+(?!\S)/,
      );
      // Beside a column that is added, only a change that is the same the second time.
      if (statement.startsWith('ALTER'))
        expect(statement).not.toMatch(/ (ADD COLUMN (?!IF NOT)|DROP|RENAME|CLEAR)/);
      // ClickHouse derives other tokens after it than after the next restart: see 0010.
      expect(statement).not.toContain('MODIFY QUERY');
    }
  });

  it('give every table that is kept the window that repeated inserts rely on', () => {
    const kept = sql.filter((statement) => statement.includes('MergeTree'));
    expect(kept.length).toBeGreaterThan(0);
    for (const statement of kept) {
      expect(statement).toContain(`non_replicated_deduplication_window = ${DEDUPLICATION_WINDOW_INSERTS}`);
    }
  });

  it('number providers, classes and the shared-copy flag as the domain does', () => {
    const members = (numbers: Readonly<Record<string, number>>) =>
      Object.entries(numbers).map(([name, number]) => `'${name}' = ${number}`);
    const columns = Object.entries(PROVIDERS).map(
      ([name, number]) => [PROVIDER_COLUMN[name as keyof typeof PROVIDERS], number] as const,
    );
    const providers = `'${columns.map(([name, number]) => `${name}' = ${number}`).join(", '")}`;
    const withClass = sql.filter((statement) => / {6}class Enum8/.test(statement));
    expect(withClass.length).toBeGreaterThan(3);
    for (const create of withClass) {
      expect(create).toContain(`class Enum8(${members(EMOTE_CLASSES).join(', ')})`);
      expect(create).toContain(providers);
    }
    expect(MESSAGE_FLAGS.SHARED_COPY).toBe(2);
    for (const table of ['moderation', 'moderation_minute']) {
      const create = sql.find((statement) => statement.startsWith(`CREATE TABLE IF NOT EXISTS ${table} (`));
      expect(create).toContain(`action Enum8(${members(MODERATION_ACTIONS).join(', ')})`);
    }
  });

  it('take the landing row in the order in which it is sent', () => {
    const create = sql[0] ?? '';
    const sent = LANDING_STRUCTURE.split(/, (?=[a-z_]+ [A-Z])/).map((column) => column.split(' ')[0]);
    const kept = [...create.matchAll(/^ {6}`?([a-z_]+)`? [A-Z]/gm)].map(([, name]) => name);
    expect(sent).toHaveLength(13);
    expect(kept).toEqual([...sent, 'partition', 'run_last', 'log_day']);
  });

  it('make views for readers alone in bi, anew as a whole, with the rights of who makes them', () => {
    for (const statement of views) {
      if (statement.startsWith('CREATE DATABASE IF NOT EXISTS bi ')) continue;
      expect(statement).toMatch(/^CREATE OR REPLACE VIEW bi\.[a-z_]+ \(\n/);
      expect(statement).toContain('\n    DEFINER = CURRENT_USER SQL SECURITY DEFINER\n    AS SELECT');
      // No other database, whatever it is called; and no person.
      expect(statement).not.toMatch(/FROM (?!\{database\}\.|\()|\bemotide\.|user_id|actor/);
      const [, columns = ''] = /\(\n(.*?)\n {4}\)\n {4}DEFINER/s.exec(statement) ?? [];
      for (const column of columns.split(/,\n/))
        expect(column.trim()).toMatch(/^[a-z_]+ [A-Z].* COMMENT '.+'$/);
      expect(statement).toMatch(/\n {4}COMMENT '[^']+'$/);
    }
  });

  it('tell readers of classes and prices what the domain says', () => {
    const list = (price: Price) =>
      Object.entries(PRICE_OF_CLASS)
        .filter(([, of]) => of === price)
        .map(([name]) => `'${name}'`)
        .sort()
        .join();
    const priced = views.filter((statement) => statement.includes(' AS price'));
    expect(priced.length).toBeGreaterThan(5);
    for (const statement of priced) {
      const [, free = '', paid = ''] =
        /IN \(([^)]*)\), 'FREE',\s+\S+ IN \(([^)]*)\), 'PAID'/.exec(statement) ?? [];
      expect(free.split(', ').sort().join()).toBe(list('FREE'));
      expect(paid.split(', ').sort().join()).toBe(list('PAID'));
      const [, members] = /Enum8\((.*?)\)/.exec(statement) ?? [];
      if (members !== undefined)
        expect(members.replaceAll('\\', '')).toBe(
          Object.entries(EMOTE_CLASSES)
            .map(([name, number]) => `'${name}' = ${number}`)
            .join(', '),
        );
    }
  });
});
