import { toU64 } from '@emotide/domain';
import { describe, expect, it } from 'vitest';
import { ChannelNames } from './channel-names';

describe('channel names', () => {
  it('are found both ways, by the latest login', () => {
    const names = new ChannelNames();
    names.note(toU64(71_092_938), 'xqcow');
    names.note(toU64(71_092_938), 'xqc');
    expect(names.loginOf(toU64(71_092_938))).toBe('xqc');
    expect(names.find('xqc')).toBe('71092938');
    expect(names.find('xqcow')).toBeUndefined();
    expect(names.loginOf(toU64(1))).toBe('');
  });

  it('do not decide between two channels of one login', () => {
    const names = new ChannelNames();
    names.note(toU64(1), 'xqc');
    names.note({ hi: 1, lo: 1 }, 'xqc');
    expect(names.find('xqc')).toBeUndefined();
  });
});
