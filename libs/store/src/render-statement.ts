import { DEDUPLICATION_WINDOW_INSERTS } from './insert-run';

/** Where statements of the schema are to run. */
export interface Site {
  /** A plain lower-case identifier. */
  readonly database: string;
  /** Name of a ClickHouse cluster, one shard of replicas; undefined: one server. */
  readonly cluster?: string | undefined;
}

const CLUSTER_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,62}$/;

/**
 * How long replicas remember tokens. ClickHouse's default is an hour, less than a warehouse may be away; on one server
 * only the number of inserts counts.
 */
const REMEMBERED_SECONDS = 7 * 86_400;

/** What follows the object's name and is to stand behind the cluster's. */
const HEAD =
  /^(CREATE DATABASE IF NOT EXISTS|CREATE TABLE IF NOT EXISTS|CREATE MATERIALIZED VIEW IF NOT EXISTS|CREATE DICTIONARY IF NOT EXISTS|CREATE OR REPLACE DICTIONARY|CREATE VIEW IF NOT EXISTS|CREATE OR REPLACE VIEW|ALTER TABLE|DROP VIEW IF EXISTS|DROP TABLE IF EXISTS) ([a-z_.]+)/;

/**
 * A statement of the schema as it runs there: with its database and, on a cluster, `ON CLUSTER` and replicated engines.
 *
 * The path of a replicated table is ClickHouse's own default; `{shard}` and `{replica}` are macros that every server of a
 * cluster has, and `{uuid}` is the same on all of them.
 *
 * @throws RangeError for a statement that can't be told to run on a cluster, or a name that is none
 */
export function renderStatement(statement: string, { database, cluster }: Site): string {
  const local = statement.replaceAll('{database}', database);
  if (cluster === undefined) return local;
  const name = quoteCluster(cluster);
  if (!HEAD.test(local)) throw new RangeError(`can't run on a cluster: ${local.slice(0, 60)}`);
  return local
    .replace(HEAD, `$1 $2 ON CLUSTER ${name}`)
    .replace(/\bENGINE = ([A-Za-z]*MergeTree)(\((.*)\))?$/m, (_, engine: string, __, given?: string) => {
      const place = "'/clickhouse/tables/{uuid}/{shard}', '{replica}'";
      return `ENGINE = Replicated${engine}(${place}${given === undefined ? '' : `, ${given}`})`;
    })
    .replace(
      /\bnon_replicated_deduplication_window = \d+/,
      `replicated_deduplication_window = ${DEDUPLICATION_WINDOW_INSERTS}, replicated_deduplication_window_seconds = ${REMEMBERED_SECONDS}`,
    );
}

function quoteCluster(cluster: string): string {
  if (!CLUSTER_NAME.test(cluster)) throw new RangeError('cluster: not a plain identifier');
  return `'${cluster}'`;
}
