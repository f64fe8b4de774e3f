import { describe, expect, it } from 'vitest';
import { toLimits } from './readings';

const channel = 'c';
const reading = (connection: number, fromMs: number) => ({ connection, channel, fromMs });
const session = (firstSecondMs: number, messages: number, lastSecondMs = firstSecondMs) => ({
  channel,
  firstSecondMs,
  lastSecondMs,
  messages,
});
const limitsOf = (...args: Parameters<typeof toLimits>) =>
  Object.fromEntries(toLimits(...args).map(({ connection, messages }) => [connection, messages]));

describe('limits from reading sessions', () => {
  it('give each connection what the sessions that began after its join and before the next one counted', () => {
    const readings = [reading(1, 10_500), reading(9, 20_300), reading(4, 30_700)];
    expect(limitsOf(readings, [session(10_000, 7), session(21_000, 5), session(33_000, 3)])).toEqual({
      1: 7,
      9: 5,
      4: 3,
    });
  });

  it('give nothing to a connection whose reader was gone before it counted', () => {
    const readings = [reading(1, 10_500), reading(2, 20_300), reading(3, 30_700)];
    expect(limitsOf(readings, [session(10_000, 7), session(31_000, 3)])).toEqual({ 1: 7, 2: 0, 3: 3 });
  });

  it('tell two sessions of one second apart by the two readings that there were', () => {
    const readings = [reading(1, 10_500), reading(2, 12_600)];
    expect(limitsOf(readings, [session(12_000, 2), session(13_000, 5)])).toEqual({ 1: 2, 2: 5 });
    expect(limitsOf(readings, [session(12_000, 2)])).toEqual({ 1: 0, 2: 2 });
  });

  it('tell two sessions that began in the same second apart by which ended first', () => {
    const readings = [reading(1, 12_100), reading(2, 12_600)];
    const sessions = [session(12_000, 50, 30_000), session(12_000, 2, 12_000)];
    expect(limitsOf(readings, sessions)).toEqual({ 1: 2, 2: 50 });
    expect(limitsOf(readings, sessions.toReversed())).toEqual({ 1: 2, 2: 50 });
  });

  it('add up the sessions of a connection that left a channel and came again', () => {
    expect(
      limitsOf([reading(1, 10_000), reading(1, 20_000)], [session(10_000, 2), session(20_000, 3)]),
    ).toEqual({
      1: 5,
    });
  });

  it('keep channels apart', () => {
    const other = { connection: 1, channel: 'd', fromMs: 0 };
    expect(toLimits([reading(1, 0), other], [session(0, 4)])).toEqual([
      { connection: 1, channel: 'c', messages: 4 },
      { connection: 1, channel: 'd', messages: 0 },
    ]);
  });
});
