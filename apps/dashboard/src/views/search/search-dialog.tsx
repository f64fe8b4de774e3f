import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { SearchNamesDocument, SearchStartDocument } from '../../graphql/generated';
import { useQuery } from '../../graphql/use-query';
import { toChannelHref, toEmoteHref, toThemeHref } from '../../place';
import { goTo } from '../../use-place';
import { EmotePicture, Name, type NamedEmote } from '../../ui/names';
import { SearchIcon } from '../../ui/icons';
import { Failure } from '../../ui/states';
import { rankMatches } from './rank-matches';

interface Found {
  readonly href: string;
  readonly name: string;
  readonly kind: 'Channel' | 'Emote' | 'Theme';
  readonly emote?: NamedEmote;
}

const SHOWN = 9;

/** Finds a channel, an emote or a theme by a part of its name. */
export function SearchDialog({ close }: { readonly close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const wanted = text.trim().replace(/^#/, '');
  const start = useQuery(SearchStartDocument, {});
  const names = useQuery(SearchNamesDocument, wanted === '' ? undefined : { text: wanted, first: SHOWN });
  const found = useMemo(() => {
    const all: Found[] = [];
    const { searchChannels, searchEmotes } = (wanted !== '' && names.data) || {};
    const channels =
      searchChannels?.nodes ?? start.data?.topChannels.nodes.map(({ channel }) => channel) ?? [];
    for (const { login } of channels) all.push({ href: toChannelHref(login), name: login, kind: 'Channel' });
    for (const emote of searchEmotes?.nodes ?? [])
      all.push({ href: toEmoteHref(emote.id), name: emote.name, kind: 'Emote', emote });
    for (const theme of start.data?.themes ?? [])
      all.push({ href: toThemeHref(theme.slug), name: theme.name, kind: 'Theme' });
    return rankMatches(all, wanted, ({ name }) => name).slice(0, SHOWN);
  }, [start.data, names.data, wanted]);

  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => setChosen(0), [wanted]);
  const go = (one: Found | undefined): void => {
    if (!one) return;
    close();
    goTo(one.href);
  };

  return (
    <dialog
      class="search"
      ref={dialog}
      aria-label="Search"
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="search-field">
        <SearchIcon />
        <input
          type="text"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls="found"
          aria-activedescendant={found[chosen] && `found-${chosen}`}
          aria-label="Channel, emote or theme"
          placeholder="Channel, emote or theme"
          autocomplete="off"
          spellcheck={false}
          autoFocus
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') setChosen((at) => Math.min(found.length - 1, at + 1));
            else if (event.key === 'ArrowUp') setChosen((at) => Math.max(0, at - 1));
            else if (event.key === 'Enter') go(found[chosen]);
            else return;
            event.preventDefault();
          }}
        />
      </div>
      {names.error && <Failure error={names.error} />}
      <ul id="found" class="found" role="listbox" aria-label="Found">
        {found.map((one, at) => (
          <li
            key={one.href}
            id={`found-${at}`}
            role="option"
            aria-selected={at === chosen}
            onClick={() => go(one)}
            onPointerMove={() => setChosen(at)}
          >
            {one.emote ? (
              <EmotePicture emote={one.emote} />
            ) : (
              <span class="found-sign">{one.kind === 'Channel' ? '#' : '◇'}</span>
            )}
            <Name of={one.name} />
            <span class="note">{one.kind}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && (names.isLoading || start.isLoading) && !names.error && (
        <p class="note nothing">Searching …</p>
      )}
      {wanted !== '' && !names.isLoading && !names.error && found.length === 0 && (
        <p class="note nothing">Nothing of this name is known.</p>
      )}
    </dialog>
  );
}
