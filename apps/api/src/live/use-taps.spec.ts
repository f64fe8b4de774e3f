import { EMOTE_CLASSES, PROVIDERS, toU64 } from '@emotide/domain';
import type { UseRow } from '@emotide/event-log';
import { describe, expect, it } from 'vitest';
import { UseTaps } from './use-taps';

const use = (channel: number, emoteId: string): UseRow => ({
  kind: 'use',
  sentAtMs: 1_000,
  channelId: toU64(channel),
  channelLogin: 'forsen',
  chatter: toU64(7),
  messageKey: toU64(1),
  provider: PROVIDERS.TWITCH,
  emoteId,
  emoteName: 'Kappa',
  emoteClass: EMOTE_CLASSES.GLOBAL,
  uses: 1,
  flags: 0,
});

describe('whoever listens to a channel', () => {
  it('hears of its uses alone, until it has ended', () => {
    const taps = new UseTaps();
    const heard: string[] = [];
    const listener = ({ emoteId }: UseRow) => heard.push(emoteId);
    // Beyond 32 bits, so that both halves of an id count.
    const far = 2 ** 40 + 1;
    const [first, second] = [taps.listen(toU64(far), listener), taps.listen(toU64(far), listener)];
    taps.tell(use(far, '1'));
    taps.tell(use(1, '2'));
    first();
    first();
    taps.tell(use(far, '3'));
    second();
    taps.tell(use(far, '4'));
    expect(heard).toEqual(['1', '1', '3']);
  });
});
