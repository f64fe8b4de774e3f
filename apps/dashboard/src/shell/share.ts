import { serverNow } from '../graphql/server-time';
import { toHref, type Place } from '../place';
import { toDrawnRange } from '../range';

/** An address that shows tomorrow what is shown now: its range by fixed times, its times in this zone. */
export function toSharedHref(place: Place, timeZone: string | undefined, nowMs = serverNow()): string {
  let shared = place;
  if (place.view === 'channel' || place.view === 'emote') {
    const { fromMs, toMs } = toDrawnRange(place.range, nowMs);
    shared = { ...place, range: { type: 'fixed', fromMs, toMs } };
  }
  const url = new URL(toHref(shared), 'http://page');
  if (timeZone) url.searchParams.set('tz', timeZone);
  return url.pathname + url.search;
}
