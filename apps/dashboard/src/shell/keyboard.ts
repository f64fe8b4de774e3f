import { useEffect, useRef } from 'preact/hooks';
import { goTo } from '../use-place';

const PLACES: Readonly<Record<string, string>> = {
  n: '/',
  c: '/channel',
  t: '/theme',
  e: '/emote',
  p: '/pipeline',
};
const SECOND_KEY_WITHIN_MS = 1_200;

/** `/` searches, space pauses, `d` changes light and dark, `g` and a letter go to a view. Fields keep their keys. */
export function useKeyboard(acts: { search(): void; pause(): void; scheme(): void }): void {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    let goingSinceMs = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey) return;
      if ((event.ctrlKey || event.metaKey) && event.key === 'k') {
        event.preventDefault();
        return latest.current.search();
      }
      if (event.ctrlKey || event.metaKey || isTaken(event)) return;
      const isGoing = event.timeStamp - goingSinceMs < SECOND_KEY_WITHIN_MS;
      goingSinceMs = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const place = isGoing ? PLACES[event.key] : undefined;
      if (place !== undefined) return goTo(place);
      if (event.key === '/') latest.current.search();
      else if (event.key === ' ') latest.current.pause();
      else if (event.key === 'd') return latest.current.scheme();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('input, select, textarea, [contenteditable], dialog')) return true;
  return key === ' ' && target.closest('button, a, [role=region]') !== null;
}
