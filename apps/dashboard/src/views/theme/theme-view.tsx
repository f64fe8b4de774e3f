import { useEffect, useMemo, useState } from 'preact/hooks';
import { createTimeFormat } from '../../format/times';
import { formatCount } from '../../format/numbers';
import { ThemePageDocument, ThemesDocument, type ThemePageQuery } from '../../graphql/generated';
import { serverNow } from '../../graphql/server-time';
import { useQuery } from '../../graphql/use-query';
import type { Place } from '../../place';
import { toIso } from '../../range';
import { useServices } from '../../services';
import { goTo } from '../../use-place';
import { Figure, Figures } from '../../ui/figures';
import { Name } from '../../ui/names';
import { Await, Empty } from '../../ui/states';
import { ChangeButton } from './change-button';
import type { ThemeDraft } from './theme-draft';
import { ThemeForm } from './theme-form';
import { ThemeTrend } from './theme-trend';
import { RunningSum, type ThemeStep } from './running-sum';
import { ThemeRanking } from './theme-ranking';
import { isOpenAt, toWindowWords } from './theme-windows';

const SHOWN = 20;
const FEW_POINTS = 3;
const HOUR_MS = 3_600_000;
/** While a theme counts, its numbers move. */
const LIVE_EVERY_MS = 5_000;
const STILL_EVERY_MS = 60_000;

export type ThemeData = NonNullable<ThemePageQuery['theme']>;

/** A theme's ranking and running sum, and another theme's beside it. */
export function ThemeView({ place }: { readonly place: Extract<Place, { view: 'theme' }> }) {
  const { slug, against } = place;
  const { preferences, key } = useServices();
  const [changing, setChanging] = useState<ThemeDraft>();
  const [changes, setChanges] = useState(0);
  const format = useMemo(() => createTimeFormat(preferences.timeZone), [preferences.timeZone]);
  const themes = useQuery(ThemesDocument, {}, { again: changes });
  const windows = themes.data?.themes.find((theme) => theme.slug === slug)?.windows ?? [];
  const isOpen = isOpenAt(windows, serverNow());
  const everyMs = isOpen ? LIVE_EVERY_MS : STILL_EVERY_MS;
  // A theme that has counted for an hour is a curve of minutes from its first use on; one point would be none.
  const [minutesFromMs, setMinutesFrom] = useState<number>();
  const granularity: ThemeStep = minutesFromMs === undefined ? 'HOUR' : 'MINUTE';
  const ask = (of: string) => ({
    slug: of,
    from: minutesFromMs === undefined ? null : toIso(minutesFromMs),
    to: minutesFromMs === undefined ? null : toIso(Math.ceil(serverNow() / HOUR_MS) * HOUR_MS),
    granularity,
    first: SHOWN,
  });
  const page = useQuery(ThemePageDocument, ask(slug), { everyMs, again: changes });
  const other = useQuery(ThemePageDocument, against ? ask(against) : undefined, { everyMs });
  const theme = page.data?.theme;
  const points = theme?.series.points;
  useEffect(() => {
    const firstMs = Date.parse(points?.[0]?.start ?? '');
    if (points && points.length < FEW_POINTS && serverNow() - firstMs < FEW_POINTS * HOUR_MS)
      setMinutesFrom((before) => before ?? firstMs);
  }, [points]);
  const otherTheme = against ? other.data?.theme : undefined;
  const others = themes.data?.themes.filter((one) => one.slug !== slug) ?? [];

  if (theme === null)
    return (
      <div class="view">
        <h1>
          <Name of={slug} />
        </h1>
        <Empty title="There is no theme of this name">
          <a href="/theme">Themes that there are</a>
        </Empty>
      </div>
    );
  // What is limited to languages is not counted live.
  const isFollowed = isOpen && theme?.languages.length === 0;
  const total = (one: ThemeData): number => one.series.points.at(-1)?.runningUses ?? 0;
  return (
    <div class="view theme">
      <div class="view-head">
        <div>
          <p class="kicker">Theme</p>
          <h1>
            <Name of={theme?.name ?? slug} />
          </h1>
          {theme && (
            <p class="note">
              {isOpen && <span class="open-now">Counts now</span>}
              {toWindowWords(theme.windows, format)}
              {theme.languages.length > 0 && ` · channels in ${theme.languages.join(', ')}`}
            </p>
          )}
        </div>
        <div class="range-controls">
          {theme && key.value !== undefined && changing === undefined && (
            <ChangeButton slug={slug} onReady={setChanging} />
          )}
          <label class="beside">
            Compare with
            <select
              value={against ?? ''}
              onChange={(event) =>
                goTo({ ...place, against: event.currentTarget.value || undefined }, { replace: true })
              }
            >
              <option value="">no other theme</option>
              {others.map((one) => (
                <option key={one.slug} value={one.slug}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
        </div>
      </div>
      {changing && (
        <div class="first-panel">
          <ThemeForm
            title={`Change ${changing.name}`}
            initial={changing}
            slugs={[]}
            onSaved={() => {
              setChanging(undefined);
              setChanges((count) => count + 1);
            }}
            onCancel={() => setChanging(undefined)}
          />
        </div>
      )}
      <Await state={page} rows={2}>
        {({ theme: known }) =>
          known && (
            <Figures>
              <Figure
                id="uses"
                label={otherTheme ? known.name : 'uses in its windows'}
                value={formatCount(total(known))}
              />
              {otherTheme ? (
                <Figure id="other-uses" label={otherTheme.name} value={formatCount(total(otherTheme))} />
              ) : (
                <Figure
                  id="emotes"
                  label="emotes were used"
                  value={`${known.ranking.emotes.length}${known.ranking.emotes.length === SHOWN ? '+' : ''}`}
                />
              )}
            </Figures>
          )
        }
      </Await>
      {theme && (
        <>
          <div class="stack">
            <RunningSum
              granularity={granularity}
              themes={otherTheme ? [theme, otherTheme] : [theme]}
              format={format}
            />
          </div>
          <div class={otherTheme || isFollowed ? 'columns even' : 'stack'}>
            <ThemeRanking theme={theme} />
            {otherTheme ? (
              <ThemeRanking theme={otherTheme} />
            ) : (
              isFollowed && <ThemeTrend slug={slug} name={theme.name} />
            )}
          </div>
        </>
      )}
    </div>
  );
}
