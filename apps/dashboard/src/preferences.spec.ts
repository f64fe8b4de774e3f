import { describe, expect, it } from 'vitest';
import { keepPreferences, readPreferences } from './preferences';

const holding = (text: string | null) => ({ getItem: () => text });
const nothing = new URLSearchParams();

describe('preferences', () => {
  it('are the defaults when nothing was kept', () => {
    expect(readPreferences(holding(null), nothing)).toEqual({ scheme: 'auto', timeZone: undefined });
  });

  it('come back as they were kept', () => {
    let kept = '';
    keepPreferences({ setItem: (_, text) => (kept = text) }, { scheme: 'dark', timeZone: 'Asia/Tokyo' });
    expect(readPreferences(holding(kept), nothing)).toEqual({ scheme: 'dark', timeZone: 'Asia/Tokyo' });
  });

  it('yield to the address, so that a shared link shows the same times', () => {
    const read = readPreferences(holding('{"timeZone":"Asia/Tokyo"}'), new URLSearchParams('tz=UTC'));
    expect(read.timeZone).toBe('UTC');
  });

  it.each(['{', 'null', '[]', '7', '{"scheme":"neon","timeZone":"Moon/Base"}', '{"timeZone":7}'])(
    'are the defaults where %s was kept',
    (text) => {
      expect(readPreferences(holding(text), new URLSearchParams('tz=<script>'))).toEqual({
        scheme: 'auto',
        timeZone: undefined,
      });
    },
  );
});
