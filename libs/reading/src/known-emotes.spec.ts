import type { EmoteId } from '@emotide/domain';
import type { EmoteUse } from '@emotide/emotes';
import { encodeEmote } from '@emotide/event-log';
import { describe, expect, it } from 'vitest';
import { KnownEmotes } from './known-emotes';

const emote = (change: Partial<EmoteUse> = {}): EmoteUse => ({
  provider: 'TWITCH',
  emoteId: '25' as EmoteId,
  emoteName: 'Kappa',
  emoteClass: 'UNKNOWN',
  uses: 1,
  ...change,
});

describe('KnownEmotes', () => {
  it('encodes an emote once', () => {
    const emotes = new KnownEmotes(10);
    const bytes = emotes.bytesOf(emote());
    expect(bytes).toEqual(encodeEmote(1, '25', 'Kappa', 0));
    expect(emotes.bytesOf(emote({ uses: 3 }))).toBe(bytes);
  });

  it('encodes it again when its name, provider or class is another', () => {
    const emotes = new KnownEmotes(10);
    emotes.bytesOf(emote());
    expect(emotes.bytesOf(emote({ emoteName: 'Kappa2' }))).toEqual(encodeEmote(1, '25', 'Kappa2', 0));
    expect(emotes.bytesOf(emote({ provider: 'FFZ' }))).toEqual(encodeEmote(3, '25', 'Kappa', 0));
    expect(emotes.bytesOf(emote({ emoteClass: 'GLOBAL' }))).toEqual(encodeEmote(1, '25', 'Kappa', 1));
    expect(emotes.size).toBe(1);
  });

  it('knows no more than its capacity, and stays right past it', () => {
    const emotes = new KnownEmotes(100);
    for (let i = 0; i < 1_000; i++) {
      const emoteId = `emotesv2_${i}` as EmoteId;
      expect(emotes.bytesOf(emote({ emoteId }))).toEqual(encodeEmote(1, emoteId, 'Kappa', 0));
      expect(emotes.size).toBeLessThanOrEqual(100);
    }
  });

  it('keeps ids and names as they are, also half a surrogate pair', () => {
    const emotes = new KnownEmotes(10);
    const odd = emote({ emoteId: '\ud83d' as EmoteId, emoteName: 'a\ude02\0b' });
    expect(emotes.bytesOf(odd)).toBe(emotes.bytesOf(odd));
  });
});
