import { describe, expect, it } from 'vitest';
import { parsePartName, repairDedupLog } from './repair-dedup-logs';

const parts = (...names: string[]) => names.flatMap((name) => parsePartName(name) ?? []);

describe('repairDedupLog', () => {
  it('leaves a log alone whose parts are all there', () => {
    const text = '1\tall_1_1_0\ta\n1\tall_2_2_0\tb\n';
    expect(repairDedupLog(text, parts('all_1_1_0', 'all_2_2_0'))).toEqual({ text, dropped: 0 });
  });

  it('drops the record of a part that never reached the disk', () => {
    const repaired = repairDedupLog('1\tall_1_1_0\ta\n1\tall_2_2_0\tb\n', parts('all_1_1_0'));
    expect(repaired).toEqual({ text: '1\tall_1_1_0\ta\n', dropped: 1 });
  });

  it('keeps the records of parts that were merged since', () => {
    const text = '1\tall_1_1_0\ta\n1\tall_3_3_0\tc\n';
    expect(repairDedupLog(text, parts('all_1_3_1')).text).toBe(text);
  });

  it('keeps the record of a part that was mutated since', () => {
    const text = '1\tall_2_2_0\ta\n';
    expect(repairDedupLog(text, parts('all_2_2_0_5')).text).toBe(text);
  });

  it("does not take another partition's part for it", () => {
    expect(repairDedupLog('1\t20190915_2_2_0\ta\n', parts('20190916_1_9_1')).dropped).toBe(1);
  });

  it('does not take an unfinished part for it', () => {
    expect(repairDedupLog('1\tall_2_2_0\ta\n', parts('tmp_insert_all_2_2_0')).dropped).toBe(1);
  });

  it('cuts a torn last line off', () => {
    const repaired = repairDedupLog('1\tall_1_1_0\ta\n1\tall_1_', parts('all_1_1_0'));
    expect(repaired).toEqual({ text: '1\tall_1_1_0\ta\n', dropped: 1 });
  });

  it('keeps records of dropping, and drops records that name no part', () => {
    const repaired = repairDedupLog('2\tall_7_7_0\ta\n1\t\n1\n\u0000\u00ff\n', []);
    expect(repaired).toEqual({ text: '2\tall_7_7_0\ta\n\u0000\u00ff\n', dropped: 2 });
  });

  it('has nothing to say about an empty log', () => {
    expect(repairDedupLog('', [])).toEqual({ text: '', dropped: 0 });
  });
});

describe('parsePartName', () => {
  it('reads partition and blocks', () => {
    expect(parsePartName('202609-1_12_15_2')).toEqual({ partition: '202609-1', minBlock: 12, maxBlock: 15 });
  });

  it.each([
    'detached',
    'deduplication_logs',
    'tmp_merge_all_1_2_1',
    'delete_tmp_all_1_1_0',
    'all_1_1',
    'mutation_3.txt',
  ])('sees no part in %s', (name) => {
    expect(parsePartName(name)).toBeUndefined();
  });
});
