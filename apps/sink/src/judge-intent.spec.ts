import type { SinkIntent } from '@emotide/event-log';
import { describe, expect, it } from 'vitest';
import { judgeIntent, type Evidence } from './judge-intent';

const NOW_MS = Date.parse('2026-11-23T12:00:00Z');
const DAY_MS = 86_400_000;
const intent: SinkIntent = {
  version: 1,
  streamCreatedAtMs: 7,
  generation: 0,
  first: 21,
  last: 30,
  after: 20,
  excluded: [],
  seenBefore: [],
  token: 'of 21 to 30',
  writtenAtMs: NOW_MS - 1_000,
  owner: 'a',
};
const stored = { last: 30, token: intent.token };
const before = { last: 20, token: 'of 11 to 20' };

/** Of a log that holds everything, and a warehouse that has the run before the intent's. */
const judged = (changes: Partial<Evidence> = {}) =>
  judgeIntent({
    stream: { createdAtMs: 7, firstSeq: 1, lastSeq: 40 },
    intent,
    known: before,
    runsSince: 3,
    nowMs: NOW_MS,
    ...changes,
  });
const begunAt = (firstSeq: number) => ({ createdAtMs: 7, firstSeq, lastSeq: 40 });
const needsRepair = (why: RegExp) => ({ type: 'needs-repair', why: expect.stringMatching(why) as string });

describe('a sink that starts', () => {
  it('begins with the first record where nothing was ever begun', () => {
    expect(judged({ intent: undefined, known: undefined })).toEqual({ type: 'begin' });
  });

  it('begins anew with a log that was made anew', () => {
    const stream = { createdAtMs: 8, firstSeq: 1, lastSeq: 2 };
    expect(judged({ stream, known: undefined })).toEqual({ type: 'begin' });
  });

  it('reads the last run again, and inserts it unless the warehouse has it', () => {
    expect(judged()).toEqual({ type: 'read-again', intent, isStored: false });
    expect(judged({ known: stored })).toEqual({ type: 'read-again', intent, isStored: true });
    const first = { ...intent, first: 1, after: 0 };
    expect(judged({ intent: first, known: undefined })).toMatchObject({ type: 'read-again' });
  });

  it('goes on behind a run that the warehouse has and the log no longer', () => {
    expect(judged({ known: stored, stream: begunAt(22) })).toEqual({
      type: 'go-on',
      intent,
      isStored: true,
    });
  });

  it('goes on, not knowing, where log and notes have both grown too old', () => {
    const old = { ...intent, writtenAtMs: NOW_MS - 35 * DAY_MS };
    expect(judged({ intent: old, known: undefined, stream: begunAt(41) })).toMatchObject({
      type: 'go-on',
      isStored: false,
    });
    const younger = { ...intent, writtenAtMs: NOW_MS - 33 * DAY_MS };
    expect(judged({ intent: younger, known: undefined, stream: begunAt(41) })).toEqual(
      needsRepair(/lost runs/),
    );
    expect(judged({ intent: old, known: undefined })).toEqual(needsRepair(/lost runs/));
  });

  it('needs repair where the intent is lost', () => {
    expect(judged({ intent: undefined })).toEqual(needsRepair(/the intent is lost, but runs up to 20/));
    const stream = { createdAtMs: 8, firstSeq: 1, lastSeq: 40 };
    expect(judged({ stream, known: { last: 5, token: 't' } })).toEqual(needsRepair(/the intent is lost/));
  });

  it('needs repair where the log lost its end', () => {
    expect(judged({ stream: { createdAtMs: 7, firstSeq: 1, lastSeq: 29 } })).toEqual(
      needsRepair(/the log ends at 29, but 30 was read/),
    );
    expect(judged({ stream: { createdAtMs: 7, firstSeq: 1, lastSeq: 30 } })).toMatchObject({
      type: 'read-again',
    });
  });

  it('needs repair where the log lost a run that is not in the warehouse', () => {
    expect(judged({ stream: begunAt(22) })).toEqual(needsRepair(/begun, but the log has them from 22 only/));
    expect(judged({ stream: begunAt(21) })).toMatchObject({ type: 'read-again' });
  });

  it('needs repair where the intent is not the last one', () => {
    expect(judged({ known: { last: 31, token: 'later' } })).toEqual(needsRepair(/it is not the last one/));
  });

  it('needs repair where the warehouse has another run in its place', () => {
    for (const last of [21, 30])
      expect(judged({ known: { last, token: 'other' } })).toEqual(needsRepair(/is not the intent's/));
  });

  it('needs repair where the warehouse lost runs', () => {
    expect(judged({ known: undefined })).toEqual(
      needsRepair(/the warehouse lost runs: it has them up to 0, and had them up to 20/),
    );
    expect(judged({ known: { last: 19, token: 't' } })).toEqual(needsRepair(/lost runs/));
  });

  it('needs repair where so much was inserted since that the warehouse may have forgotten the token', () => {
    expect(judged({ runsSince: 8_999 })).toMatchObject({ type: 'read-again' });
    expect(judged({ runsSince: 9_000 })).toEqual(needsRepair(/9000 runs were inserted since/));
    // What is noted needs no second insert.
    expect(judged({ runsSince: 9_000, known: stored })).toMatchObject({ isStored: true });
  });
});
