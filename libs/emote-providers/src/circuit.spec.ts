import { describe, expect, it } from 'vitest';
import { Circuit } from './circuit';

const create = () => new Circuit({ failures: 3, openMs: 1_000, longestOpenMs: 3_000 });

/** Fails until it opens. */
function opened(atMs = 0): Circuit {
  const circuit = create();
  for (let i = 0; i < 3; i++) circuit.failed(atMs);
  return circuit;
}

describe('Circuit', () => {
  it('opens after enough failures in a row, not after as many with an answer between', () => {
    const circuit = create();
    circuit.failed(0);
    circuit.failed(0);
    circuit.succeeded();
    circuit.failed(0);
    circuit.failed(0);
    expect(circuit.admit(0)).toBe(true);
    circuit.failed(0);
    expect(circuit.admit(0)).toBe(false);
    expect(circuit.state(0)).toEqual({ type: 'open', untilMs: 1_000 });
  });

  it('lets one request try when the time is over, and closes when that succeeds', () => {
    const circuit = opened();
    expect(circuit.admit(999)).toBe(false);
    expect(circuit.state(1_000)).toEqual({ type: 'half-open' });
    expect(circuit.admit(1_000)).toBe(true);
    expect(circuit.admit(1_000)).toBe(false);
    circuit.succeeded();
    expect(circuit.state(1_000)).toEqual({ type: 'closed' });
  });

  it('stays open twice as long after each try that fails, up to the longest', () => {
    const circuit = opened();
    const untilOf = (nowMs: number): number => {
      circuit.admit(nowMs);
      circuit.failed(nowMs);
      const state = circuit.state(nowMs);
      return state.type === 'open' ? state.untilMs : NaN;
    };
    expect(untilOf(1_000)).toBe(3_000);
    expect(untilOf(3_000)).toBe(6_000);
    expect(untilOf(6_000)).toBe(9_000);
  });

  it('is not opened for longer by those that were under way when it opened', () => {
    const circuit = opened(0);
    circuit.failed(500);
    circuit.failed(600);
    expect(circuit.state(600)).toEqual({ type: 'open', untilMs: 1_000 });
  });

  it('lets another request try when the one that tried was given up', () => {
    const circuit = opened();
    expect(circuit.admit(1_000)).toBe(true);
    circuit.abandoned();
    expect(circuit.admit(1_000)).toBe(true);
  });

  it('leaves the provider alone when asked to, and never shorter than it would', () => {
    const circuit = create();
    circuit.leaveAloneUntil(5_000);
    expect(circuit.admit(4_999)).toBe(false);
    circuit.leaveAloneUntil(2_000);
    expect(circuit.admit(4_999)).toBe(false);
    expect(circuit.admit(5_000)).toBe(true);
  });
});
