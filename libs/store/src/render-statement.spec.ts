import { describe, expect, it } from 'vitest';
import { renderStatement } from './render-statement';

const here = { database: 'emotide' };
const cluster = { database: 'emotide', cluster: 'chat-1' };

describe('renderStatement', () => {
  it('names the database, and leaves the rest as it is on one server', () => {
    expect(renderStatement('ALTER TABLE a ADD COLUMN b Date', here)).toBe('ALTER TABLE a ADD COLUMN b Date');
    expect(renderStatement("DB '{database}' QUERY '{database}.catalogue'", here)).toBe(
      "DB 'emotide' QUERY 'emotide.catalogue'",
    );
  });

  it('replicates a table, with and without arguments of its engine', () => {
    expect(
      renderStatement(
        'CREATE TABLE IF NOT EXISTS a (\n  x UInt8\n)\nENGINE = MergeTree\nORDER BY x\nSETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1',
        cluster,
      ),
    ).toBe(
      "CREATE TABLE IF NOT EXISTS a ON CLUSTER 'chat-1' (\n  x UInt8\n)\nENGINE = ReplicatedMergeTree('/clickhouse/tables/{uuid}/{shard}', '{replica}')\nORDER BY x\nSETTINGS replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800, ttl_only_drop_parts = 1",
    );
    expect(
      renderStatement(
        'CREATE TABLE IF NOT EXISTS a (x UInt8)\nENGINE = SummingMergeTree((x, y))\nORDER BY x',
        cluster,
      ),
    ).toContain("ReplicatedSummingMergeTree('/clickhouse/tables/{uuid}/{shard}', '{replica}', (x, y))\n");
  });

  it('leaves an engine that keeps nothing alone', () => {
    expect(
      renderStatement("CREATE TABLE IF NOT EXISTS a (x UInt8)\nENGINE = Null\nCOMMENT 'b'", cluster),
    ).toBe("CREATE TABLE IF NOT EXISTS a ON CLUSTER 'chat-1' (x UInt8)\nENGINE = Null\nCOMMENT 'b'");
  });

  it('runs views, dictionaries, changes and removals everywhere', () => {
    expect(renderStatement('CREATE MATERIALIZED VIEW IF NOT EXISTS v TO t AS\nSELECT 1', cluster)).toBe(
      "CREATE MATERIALIZED VIEW IF NOT EXISTS v ON CLUSTER 'chat-1' TO t AS\nSELECT 1",
    );
    expect(renderStatement('ALTER TABLE t MODIFY ORDER BY x', cluster)).toBe(
      "ALTER TABLE t ON CLUSTER 'chat-1' MODIFY ORDER BY x",
    );
    expect(renderStatement('DROP VIEW IF EXISTS v', cluster)).toBe(
      "DROP VIEW IF EXISTS v ON CLUSTER 'chat-1'",
    );
  });

  it('refuses what it does not know, and names that are none', () => {
    expect(() => renderStatement('INSERT INTO t VALUES (1)', cluster)).toThrow(RangeError);
    for (const name of ['', "a' b", '{cluster}', '1a', 'a;b'])
      expect(() => renderStatement('DROP VIEW IF EXISTS v', { database: 'd', cluster: name })).toThrow(
        RangeError,
      );
  });
});
