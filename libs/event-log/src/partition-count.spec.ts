import { describe, expect, it } from 'vitest';
import { expectPartitions, parseBatchSubject, parsePartitionCount, toBatchSubjects } from './partition-count';

describe('the number of partitions', () => {
  it('is written down as the subjects that the log takes', () => {
    expect(toBatchSubjects(2)).toEqual(['emotes.v1.p00', 'emotes.v1.p01']);
    for (const count of [1, 2, 16, 100]) expect(parsePartitionCount(toBatchSubjects(count))).toBe(count);
    expect(parsePartitionCount([...toBatchSubjects(4)].reverse())).toBe(4);
  });

  it('is not known of a log that takes any', () => {
    expect(parsePartitionCount(toBatchSubjects(undefined))).toBeUndefined();
    expect(parsePartitionCount(['emotes.v1.p00', 'emotes.v1.p02'])).toBeUndefined();
    expect(parsePartitionCount([])).toBeUndefined();
  });

  it('may not change from one start to the next', () => {
    expect(() => expectPartitions(4, 4, [])).not.toThrow();
    expect(() => expectPartitions(4, 1, [0])).toThrow(
      'the event log has 1 partition, not 4 (EMOTIDE_PARTITIONS); to change that: emotide repartition --partitions 4',
    );
    expect(() => expectPartitions(1, 4, [])).toThrow('the event log has 4 partitions, not 1');
  });

  it('of a log that does not know it is any that covers what it has', () => {
    expect(() => expectPartitions(2, undefined, [])).not.toThrow();
    expect(() => expectPartitions(2, undefined, [0, 1])).not.toThrow();
    expect(() => expectPartitions(2, undefined, [0, 2])).toThrow('has 3 partitions, not 2');
  });

  it('is told from the subject of a batch', () => {
    expect(parseBatchSubject('emotes.v1.p07')).toBe(7);
    for (const subject of ['emotes.v1.p7', 'emotes.v1.p007', 'emotes.v2.p07', 'emotes.v1.p07.x', ''])
      expect(parseBatchSubject(subject)).toBeUndefined();
  });
});
