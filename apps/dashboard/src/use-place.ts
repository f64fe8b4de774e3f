import { useEffect, useState } from 'preact/hooks';
import { parsePlace, toHref, type Place } from './place';

const MOVED = 'emotide:moved';

/** Shows another place; `replace` leaves no step back, for what is adjusted and not gone to. */
export function goTo(place: Place | string, { replace = false }: { readonly replace?: boolean } = {}): void {
  const href = typeof place === 'string' ? place : toHref(place);
  if (replace) history.replaceState(null, '', href);
  else {
    history.pushState(null, '', href);
    scrollTo(0, 0);
  }
  dispatchEvent(new Event(MOVED));
}

/** Where the reader is; links of the page are followed without loading it anew. */
export function usePlace(): Place {
  const read = (): Place => parsePlace(location.pathname, new URLSearchParams(location.search));
  const [place, setPlace] = useState(read);
  useEffect(() => {
    const onMoved = (): void => setPlace(read());
    addEventListener('popstate', onMoved);
    addEventListener(MOVED, onMoved);
    addEventListener('click', onClick);
    return () => {
      removeEventListener('popstate', onMoved);
      removeEventListener(MOVED, onMoved);
      removeEventListener('click', onClick);
    };
  }, []);
  return place;
}

function onClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const anchor = event.target instanceof Element ? event.target.closest('a') : null;
  if (!anchor || anchor.origin !== location.origin || anchor.target || anchor.hasAttribute('download'))
    return;
  if (anchor.getAttribute('href')?.startsWith('#')) return;
  event.preventDefault();
  goTo(anchor.pathname + anchor.search);
}
