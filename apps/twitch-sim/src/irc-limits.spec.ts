import { describe, expect, it } from 'vitest';
import { createIrcWarden, MOST_CHANNELS, TWITCH_LIMITS } from './irc-limits';

describe('a warden of Twitch’s limits', () => {
  it('allows twenty joins in any ten seconds of a connection, and counts each one more', () => {
    const warden = createIrcWarden(TWITCH_LIMITS);
    const one = warden.connection();
    const allowed = Array.from({ length: 25 }, (_, i) => one.join(i * 100));
    expect(allowed.filter(Boolean)).toHaveLength(20);
    expect(warden.violations).toEqual({ joins: 5, logins: 0, channels: 0 });
    expect(warden.connection().join(2_500)).toBe(true);
    expect(one.join(9_999)).toBe(false);
    expect(one.join(10_000)).toBe(true);
    expect(one.join(10_050)).toBe(false);
    expect(one.join(10_100)).toBe(true);
  });

  it('allows twenty logins in ten seconds, whichever connection they come from', () => {
    const warden = createIrcWarden(TWITCH_LIMITS);
    expect(Array.from({ length: 21 }, () => warden.login(0)).filter(Boolean)).toHaveLength(20);
    expect(warden.login(10_000)).toBe(true);
    expect(warden.violations.logins).toBe(1);
  });

  it('allows a hundred channels on a connection', () => {
    const warden = createIrcWarden(TWITCH_LIMITS);
    const { hasRoom } = warden.connection();
    expect([hasRoom(99), hasRoom(100)]).toEqual([true, false]);
    expect(warden.violations.channels).toBe(1);
  });

  it('without limits, keeps only memory bounded', () => {
    const warden = createIrcWarden(undefined);
    const one = warden.connection();
    expect(Array.from({ length: 1_000 }, () => one.join(0)).every(Boolean)).toBe(true);
    expect([one.hasRoom(MOST_CHANNELS - 1), one.hasRoom(MOST_CHANNELS)]).toEqual([true, false]);
  });
});
