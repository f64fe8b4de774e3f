import { describe, expect, it } from 'vitest';
import { TwitchClock } from './twitch-clock';

const WALL = Date.UTC(2026, 0, 1);

function create() {
  let ms = 5_000;
  const clock = new TwitchClock({ wallMs: () => WALL + ms, monotonicMs: () => ms });
  return { clock, advance: (byMs: number) => (ms += byMs), wallMs: () => WALL + ms };
}

describe('TwitchClock', () => {
  it('goes on from the newest line, which later and older ones do not take back', () => {
    const { clock, advance, wallMs } = create();
    clock.note(wallMs() - 300);
    expect(clock.nowMs()).toBe(wallMs() - 300);
    advance(1_000);
    clock.note(wallMs() - 4_000);
    expect(clock.nowMs()).toBe(wallMs() - 300);
    clock.note(wallMs() - 100);
    expect(clock.nowMs()).toBe(wallMs() - 100);
  });

  it('is this machine’s own while nothing was heard', () => {
    const { clock, advance, wallMs } = create();
    expect(clock.nowMs()).toBe(wallMs());
    clock.note(wallMs() - 500);
    advance(200_000);
    expect(clock.nowMs()).toBe(wallMs());
  });

  it('forgets what was long ago, so that a machine’s drift does not add up', () => {
    const { clock, advance, wallMs } = create();
    clock.note(wallMs() + 900);
    for (let minute = 0; minute < 5; minute++) {
      advance(59_000);
      clock.note(wallMs() - 200);
    }
    expect(clock.nowMs()).toBe(wallMs() - 200);
  });

  it('can not be told from a replay of another time', () => {
    const { clock, advance, wallMs } = create();
    clock.note(Date.UTC(2019, 8, 15));
    expect([clock.nowMs(), clock.newestMs]).toEqual([undefined, Date.UTC(2019, 8, 15)]);
    advance(150_000);
    expect(clock.nowMs()).toBe(wallMs());
  });
});
