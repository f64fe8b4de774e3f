import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AccessKey } from './graphql/access-key';
import type { LiveClient } from './graphql/live-client';
import { keepPreferences, readPreferences } from './preferences';
import { ServicesContext, type Services } from './services';
import { Header } from './shell/header';
import { useKeyboard } from './shell/keyboard';
import { Notices } from './shell/notices';
import { ViewOf } from './shell/view-of';
import { usePlace } from './use-place';

export function App({ accessKey: key, live }: { readonly accessKey: AccessKey; readonly live: LiveClient }) {
  const place = usePlace();
  const [isPaused, setPaused] = useState(false);
  const [isSearching, setSearching] = useState(false);
  const [keyChanges, setKeyChanges] = useState(0);
  const [preferences, setPreferences] = useState(() =>
    readPreferences(localStorage, new URLSearchParams(location.search)),
  );
  const services = useMemo<Services>(
    () => ({
      key,
      live,
      preferences,
      isPaused,
      setPaused,
      setPreferences: (change) =>
        setPreferences((before) => {
          const next = { ...before, ...change };
          keepPreferences(localStorage, next);
          return next;
        }),
      setKey: (value) => {
        key.set(value);
        setKeyChanges((count) => count + 1);
        live.restart();
      },
    }),
    [key, live, preferences, isPaused, keyChanges],
  );

  useEffect(() => {
    const { dataset } = document.documentElement;
    if (preferences.scheme === 'auto') delete dataset['scheme'];
    else dataset['scheme'] = preferences.scheme;
  }, [preferences.scheme]);

  useKeyboard({
    search: () => setSearching(true),
    pause: () => setPaused((paused) => !paused),
    scheme: () =>
      services.setPreferences({
        scheme: getComputedStyle(document.documentElement).colorScheme === 'dark' ? 'light' : 'dark',
      }),
  });

  return (
    <ServicesContext.Provider value={services}>
      <a class="skip" href="#view">
        Skip to the numbers
      </a>
      <Header place={place} isSearching={isSearching} setSearching={setSearching} />
      <Notices />
      <main id="view" tabIndex={-1}>
        <ViewOf place={place} />
      </main>
      <footer class="foot">
        <p>Counted exactly, once per message. Chat itself is never kept.</p>
        <p>
          <kbd>/</kbd> search <kbd>space</kbd> pause <kbd>g</kbd>
          <kbd>n</kbd> now <kbd>d</kbd> light or dark
        </p>
      </footer>
    </ServicesContext.Provider>
  );
}
