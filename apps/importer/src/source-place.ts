/**
 * Which part of a file a batch settles, in headers of the history log, so that an import that was cut goes on exactly where
 * the log ends, whatever the warehouse has of it yet.
 *
 * Messages of a file are numbered from 1, those included that do not count. The batch and the batches before it settle
 * `(from, to]`. A chain over the times of all messages up to there says whether another file is the same up to there, also
 * if it is packed otherwise, has its tags in another order, or has grown since.
 */
export interface SourcePlace {
  /** Names the file: see {@link toFileKey}, and the epoch of the import that first read it. */
  readonly source: string;
  readonly from: number;
  readonly to: number;
  readonly chain: number;
  /** Up to here the log surely has all, without looking at other batches. */
  readonly sure: number;
  readonly sureChain: number;
}

export const PLACE_HEADER = 'Emotide-Place';

const PLACE = /^([0-9a-f]{16}\.[0-9a-f]{16}) (\d{1,15}) (\d{1,15}) (\d{1,10}) (\d{1,15}) (\d{1,10})$/;

export function renderPlace({ source, from, to, chain, sure, sureChain }: SourcePlace): string {
  return `${source} ${from} ${to} ${chain} ${sure} ${sureChain}`;
}

/** @returns undefined when it is none */
export function parsePlace(text: string): SourcePlace | undefined {
  const [, source, ...numbers] = PLACE.exec(text) ?? [];
  if (source === undefined) return undefined;
  const [from, to, chain, sure, sureChain] = numbers.map(Number) as [number, number, number, number, number];
  return from < to && sure <= to ? { source, from, to, chain, sure, sureChain } : undefined;
}

/** The chain before the first message. */
export const CHAIN_START = 0x9e3779b9;

/** The chain with one more message. A message without time is one at 0. */
export function extendChain(chain: number, sentAtMs: number | null): number {
  const at = sentAtMs ?? 0;
  let mixed = Math.imul(chain ^ (at >>> 0), 0x85ebca6b) ^ Math.floor(at / 0x1_0000_0000);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
