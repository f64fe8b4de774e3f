import { useMemo } from 'preact/hooks';
import { createTimeFormat, type TimeFormat } from '../../format/times';
import { ThemesDocument, type ThemesQuery } from '../../graphql/generated';
import { serverNow } from '../../graphql/server-time';
import { useQuery } from '../../graphql/use-query';
import { toThemeHref } from '../../place';
import { useServices } from '../../services';
import { goTo } from '../../use-place';
import { Name } from '../../ui/names';
import { Await, Empty } from '../../ui/states';
import { NEW_THEME } from './theme-draft';
import { ThemeForm } from './theme-form';
import { isOpenAt, toWindowWords } from './theme-windows';

/** All themes, those first that count now. */
export function ThemesView() {
  const { key, preferences } = useServices();
  const format = useMemo(() => createTimeFormat(preferences.timeZone), [preferences.timeZone]);
  const state = useQuery(ThemesDocument, {}, { everyMs: 60_000 });
  return (
    <div class="view">
      <div class="view-head">
        <div>
          <h1>Themes</h1>
          <p class="note">Emotes that are told of together, such as those of an event.</p>
        </div>
      </div>
      <Await state={state}>
        {({ themes }) => (
          <>
            <ThemeList themes={themes} format={format} />
            {key.value !== undefined && (
              <div class="stack">
                <ThemeForm
                  title="New theme"
                  initial={NEW_THEME}
                  slugs={themes.map(({ slug }) => slug)}
                  onSaved={(slug) => goTo(toThemeHref(slug))}
                />
              </div>
            )}
          </>
        )}
      </Await>
    </div>
  );
}

function ThemeList({
  themes,
  format,
}: {
  readonly themes: ThemesQuery['themes'];
  readonly format: TimeFormat;
}) {
  if (themes.length === 0)
    return (
      <Empty title="No theme is known yet">The scout brings those that are shipped when it first runs.</Empty>
    );
  const nowMs = serverNow();
  const groups = [
    ['Counting now', themes.filter(({ windows }) => isOpenAt(windows, nowMs))],
    ['Over, or still to come', themes.filter(({ windows }) => !isOpenAt(windows, nowMs))],
  ] as const;
  return (
    <div class="stack">
      {groups.map(
        ([title, of]) =>
          of.length > 0 && (
            <section class="panel" key={title} aria-label={title}>
              <h2>{title}</h2>
              <ul class="theme-list">
                {of.map((theme) => (
                  <li key={theme.slug}>
                    <a href={toThemeHref(theme.slug)}>
                      <span class="theme-name">
                        <Name of={theme.name} />
                      </span>
                      <span class="theme-when">
                        {toWindowWords(theme.windows, format)}
                        {theme.languages.length > 0 && ` · ${theme.languages.join(', ')}`}
                      </span>
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
    </div>
  );
}
