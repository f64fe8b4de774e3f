import type { Place } from '../place';
import { useServices } from '../services';
import { LinkIcon, Mark, PauseIcon, PlayIcon, SearchIcon } from '../ui/icons';
import { lazy } from '../ui/lazy';
import { LiveBadge } from './live-badge';
import { SettingsMenu } from './settings-menu';
import { useState } from 'preact/hooks';
import { toSharedHref } from './share';

const VIEWS = [
  ['Now', '/', ['now']],
  ['Channels', '/channel', ['channel', 'channels']],
  ['Themes', '/theme', ['theme', 'themes']],
  ['Emotes', '/emote', ['emote', 'emotes']],
  ['Pipeline', '/pipeline', ['pipeline']],
] as const;

const SearchDialog = lazy(() =>
  import('../views/search/search-dialog').then((module) => module.SearchDialog),
);

export function Header({
  place,
  isSearching,
  setSearching,
}: {
  readonly place: Place;
  readonly isSearching: boolean;
  readonly setSearching: (is: boolean) => void;
}) {
  const { isPaused, setPaused } = useServices();
  return (
    <header class="head">
      <a class="brand" href="/" aria-label="Emotide: now">
        <Mark />
        <span>emotide</span>
      </a>
      <nav class="views" aria-label="Views">
        {VIEWS.map(([label, href, views]) => (
          <a
            key={href}
            href={href}
            aria-current={(views as readonly string[]).includes(place.view) ? 'page' : undefined}
          >
            {label}
          </a>
        ))}
      </nav>
      <div class="head-tools">
        <LiveBadge />
        <button type="button" class="search-open" onClick={() => setSearching(true)}>
          <SearchIcon />
          <span class="search-words">Search</span>
          <kbd>/</kbd>
        </button>
        <button
          type="button"
          class="tool"
          title={isPaused ? 'Go on (space)' : 'Pause (space)'}
          aria-pressed={isPaused}
          onClick={() => setPaused(!isPaused)}
        >
          {isPaused ? <PlayIcon /> : <PauseIcon />}
          <span class="unseen">Pause</span>
        </button>
        <ShareButton place={place} />
        <SettingsMenu />
      </div>
      {isSearching && <SearchDialog close={() => setSearching(false)} />}
    </header>
  );
}

function ShareButton({ place }: { readonly place: Place }) {
  const { preferences } = useServices();
  const [said, setSaid] = useState('');
  const share = (): void => {
    const href = new URL(toSharedHref(place, preferences.timeZone), location.href).href;
    const say = (text: string): void => {
      setSaid(text);
      setTimeout(() => setSaid(''), 2_500);
    };
    // Only pages at https or on this machine may write to the clipboard; elsewhere the address bar has the link.
    const write = navigator.clipboard?.writeText(href) ?? Promise.reject(new Error('no clipboard'));
    write.then(
      () => say('Link copied'),
      () => {
        history.replaceState(null, '', href);
        say('The link is in the address bar');
      },
    );
  };
  return (
    <span class="share">
      <button type="button" class="tool" title="Copy a link to exactly this" onClick={share}>
        <LinkIcon />
        <span class="unseen">Copy a link to exactly this</span>
      </button>
      <span class="said" role="status">
        {said}
      </span>
    </span>
  );
}
