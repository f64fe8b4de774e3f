/**
 * One additive step of the schema. Tables are named without a database, one CREATE or ALTER a statement, each safe
 * to repeat (`IF NOT EXISTS`): a step cut in the middle is simply run again from its start.
 */
export interface Migration {
  /** `NNNN-verb-object`, the next free number; also the file's name. */
  readonly name: string;
  /** Never edited once released: a change is a new step. */
  readonly statements: readonly string[];
  /**
   * Views of database `bi` over the warehouse that people ask; left out where days are only built again. Here tables have
   * `{database}.` before their names.
   */
  readonly isForReaders?: true;
}
