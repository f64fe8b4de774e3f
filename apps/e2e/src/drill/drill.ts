import type { Table } from '../bench/benchmarks-page';
import type { Comparison } from '../compare-counts';
import type { GapComparison } from '../compare-with-gaps';

/** What a drill tells people. */
export interface DrillReport {
  readonly table: Table;
  readonly more?: readonly { readonly caption: string; readonly table: Table }[];
  readonly notes: readonly string[];
  /** What should not be, in words; none where all is well. */
  readonly differences: readonly string[];
}

/** By the name of the flag that sets it; what is a number stays one. */
export type Settings = Readonly<Record<string, number | string>>;

/** A drill as a command: breaks the running system on purpose and says whether it still counts right. */
export interface Drill<S extends Settings> {
  readonly name: string;
  /** Its heading on the page of results. */
  readonly title: string;
  readonly description: string;
  /** What it asks, in one sentence. */
  readonly question: string;
  /** Its settings with their values in the long form. */
  readonly defaults: S;
  /** What its settings mean; those that every drill has need no word. */
  readonly meanings?: Readonly<Partial<Record<keyof S, string>>>;
  run(settings: S, say: (text: string) => void): Promise<DrillReport>;
}

/** Truth, counted and difference as a table. */
export function toExactnessTable({ messages, uses }: Comparison): Table {
  const row = (name: string, { truth, counted }: { truth: number; counted: number }) => [
    name,
    String(truth),
    String(counted),
    String(counted - truth),
  ];
  return {
    head: ['', 'truth', 'counted', 'difference'],
    rows: [row('messages', messages), row('uses of emotes', uses)],
  };
}

/** How much was compared beyond the totals. */
export function describeComparison({ compared, differences }: Comparison): string {
  return `${compared} keys of raw tables and roll-ups compared (channel and emote, channel and minute, channel): ${differences.length} differ.`;
}

/** Truth and counted, and what of the difference is told. */
export function toGapTable({ truth, counted, missing, gaps, differences }: GapComparison): Table {
  return {
    head: ['messages', ''],
    rows: [
      ['put on connections', String(truth)],
      ['counted', String(counted)],
      ['missing', String(missing)],
      ['gaps told', String(gaps.length)],
      ['seconds of channels with too many, or missing outside of gaps', String(differences.length)],
    ],
  };
}

export function describeGaps({ compared, missing, truth }: GapComparison): string {
  return `${compared} seconds of channels compared; ${((100 * missing) / truth).toFixed(3)} % of all messages were put on a connection whose reader could not count them, and lie in gaps that the product tells. Truth: all that the simulator put on a connection.`;
}

export function inWords(counts: Readonly<Partial<Record<string, number>>>): string {
  const words = Object.entries(counts).map(([name, count]) => `${name} ${count} ×`);
  return words.length === 0 ? 'none' : words.join(', ');
}
