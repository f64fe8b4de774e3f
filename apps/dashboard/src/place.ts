import { LIVE_WINDOWS, parseRange, writeRange, type LiveWindow, type RangeChoice } from './range';

/** What the address says is shown: every view and range has an address of its own. */
export type Place =
  | { readonly view: 'now'; readonly window: LiveWindow }
  | { readonly view: 'channels' }
  | {
      readonly view: 'channel';
      readonly login: string;
      readonly range: RangeChoice;
      readonly compare: boolean;
    }
  | { readonly view: 'themes' }
  | {
      readonly view: 'theme';
      readonly slug: string;
      readonly against: string | undefined;
    }
  | { readonly view: 'emotes' }
  | { readonly view: 'emote'; readonly id: string; readonly range: RangeChoice; readonly compare: boolean }
  | { readonly view: 'pipeline' }
  | { readonly view: 'nowhere' };

const DEFAULT_WINDOW: LiveWindow = 'LAST_MINUTE';
const DEFAULT_RANGE: RangeChoice = { type: 'last', length: '1h' };
const LONGEST_NAME = 400;

/** Total: an address that means nothing is `nowhere`, a parameter that means nothing is its default. */
export function parsePlace(path: string, params: URLSearchParams): Place {
  const [view = '', name, ...rest] = path.split('/').filter(Boolean).map(decode);
  if (rest.length > 0 || (name !== undefined && name.length > LONGEST_NAME)) return { view: 'nowhere' };
  const range = parseRange(params) ?? DEFAULT_RANGE;
  const compare = params.get('compare') === 'earlier';
  switch (view) {
    case '':
      return { view: 'now', window: LIVE_WINDOWS.find((w) => w === params.get('window')) ?? DEFAULT_WINDOW };
    case 'channel':
      return name === undefined ? { view: 'channels' } : { view: 'channel', login: name, range, compare };
    case 'theme':
      return name === undefined
        ? { view: 'themes' }
        : { view: 'theme', slug: name, against: params.get('against') || undefined };
    case 'emote':
      return name === undefined ? { view: 'emotes' } : { view: 'emote', id: name, range, compare };
    case 'pipeline':
      return name === undefined ? { view: 'pipeline' } : { view: 'nowhere' };
    default:
      return { view: 'nowhere' };
  }
}

/** The address of a place, from the root on; what is as by default is left out. */
export function toHref(place: Place): string {
  const params = new URLSearchParams();
  switch (place.view) {
    case 'now':
      if (place.window !== DEFAULT_WINDOW) params.set('window', place.window);
      return join('/', params);
    case 'channels':
      return '/channel';
    case 'themes':
      return '/theme';
    case 'emotes':
      return '/emote';
    case 'pipeline':
      return '/pipeline';
    case 'nowhere':
      return '/';
    case 'theme':
      if (place.against) params.set('against', place.against);
      return join(`/theme/${encodeURIComponent(place.slug)}`, params);
    case 'channel':
    case 'emote': {
      writeRange(params, place.range, DEFAULT_RANGE);
      if (place.compare) params.set('compare', 'earlier');
      const name = place.view === 'channel' ? place.login : place.id;
      return join(`/${place.view}/${encodeURIComponent(name)}`, params);
    }
  }
}

export const toChannelHref = (login: string): string =>
  toHref({ view: 'channel', login, range: DEFAULT_RANGE, compare: false });
export const toEmoteHref = (id: string): string =>
  toHref({ view: 'emote', id, range: DEFAULT_RANGE, compare: false });
export const toThemeHref = (slug: string): string => toHref({ view: 'theme', slug, against: undefined });

function join(path: string, params: URLSearchParams): string {
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
