import type { ChannelLogin } from '@emotide/domain';
import { describe, expect, it } from 'vitest';
import { RefusedChannels } from './refused-channels';

const login = (name: string) => name as ChannelLogin;
const gone = { reason: 'suspended', notice: 'msg_channel_suspended: …' } as const;

describe('RefusedChannels', () => {
  it('tells the last refusal of each channel until it is joined', () => {
    const refused = new RefusedChannels();
    refused.add(login('a'), { reason: 'no-answer', notice: '…' }, 0);
    refused.add(login('b'), gone, 1);
    refused.add(login('a'), gone, 2);
    expect([...refused.all(3).keys()]).toEqual(['b', 'a']);
    expect(refused.counts(3)).toMatchObject({ suspended: 2, 'no-answer': 0 });
    refused.delete(login('a'));
    expect([...refused.all(3).keys()]).toEqual(['b']);
  });

  it('forgets whom nobody asked for in two hours', () => {
    const refused = new RefusedChannels();
    refused.add(login('a'), gone, 0);
    refused.add(login('b'), gone, 3_600_000);
    expect([...refused.all(7_199_999).keys()]).toEqual(['a', 'b']);
    expect([...refused.all(7_200_000).keys()]).toEqual(['b']);
  });

  it('keeps ten thousand, the latest', () => {
    const refused = new RefusedChannels();
    for (let i = 0; i < 10_002; i++) refused.add(login(`c${i}`), gone, i);
    const logins = [...refused.all(10_002).keys()];
    expect([logins.length, logins[0]]).toEqual([10_000, 'c2']);
  });
});
