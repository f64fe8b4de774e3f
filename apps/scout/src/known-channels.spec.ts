import type { ChannelId } from '@emotide/domain';
import { describe, expect, it } from 'vitest';
import { KnownChannels } from './known-channels';

const ids = (...all: string[]) => all as ChannelId[];

describe('KnownChannels', () => {
  it('tells of a channel when the first speaks of it, and when the last no longer does', () => {
    const told: string[] = [];
    const known = new KnownChannels({
      sources: ['plan', 'heard'],
      onAdded: (all) => told.push(`+${all.join()}`),
      onRemoved: (all) => told.push(`-${all.join()}`),
    });
    known.replace('plan', ids('1', '2'));
    known.replace('heard', ids('2', '3'));
    known.replace('heard', ids('2', '3'));
    expect(known.all()).toEqual(['1', '2', '3']);
    known.replace('plan', ids());
    known.replace('heard', ids('3'));
    expect(told).toEqual(['+1,2', '+3', '-1', '-2']);
    expect([known.has('2' as ChannelId), known.has('3' as ChannelId)]).toEqual([false, true]);
  });
});
