import { useState } from 'preact/hooks';
import { createTimeFormat } from '../../format/times';
import { formatRate } from '../../format/numbers';
import { ThemeTrendDocument, type ThemeTrendSubscription } from '../../graphql/generated';
import { useLive } from '../../graphql/use-live';
import { AsOf, StaleReasonNote } from '../../live/freshness';
import { Ranking, toLiveEmoteTable } from '../../live/live-emotes';
import { LIVE_WINDOWS, type LiveWindow } from '../../range';
import { LIVE_WINDOW_WORDS } from '../../ui/windows';
import { Choice, Panel } from '../../ui/panel';
import { Await, Skeleton } from '../../ui/states';
import { useServices } from '../../services';

const SHOWN = 10;
const MINUTES: Readonly<Record<LiveWindow, number>> = {
  LAST_MINUTE: 1,
  LAST_5_MINUTES: 5,
  LAST_15_MINUTES: 15,
  LAST_HOUR: 60,
};

/** What a theme that counts now is used like at this moment, and whether it comes or goes. */
export function ThemeTrend({ slug, name }: { readonly slug: string; readonly name: string }) {
  const { preferences } = useServices();
  const [window, setWindow] = useState<LiveWindow>('LAST_5_MINUTES');
  const state = useLive(ThemeTrendDocument, { slug, window, first: SHOWN });
  const trend = state.data?.themeTrend;
  const title = `Emotes of ${name} now`;
  return (
    <Panel
      title="Now"
      note={trend && <AsOf asOf={trend.asOf} format={createTimeFormat(preferences.timeZone)} />}
      table={trend?.emotes ? () => toLiveEmoteTable(title, trend.emotes!) : undefined}
      controls={
        <Choice
          label="Counted over the last"
          options={LIVE_WINDOWS.map((value) => ({ value, label: LIVE_WINDOW_WORDS[value] }))}
          value={window}
          onChange={setWindow}
        />
      }
    >
      <Await state={state} rows={4}>
        {({ themeTrend: { emotes, windows, stale, complete } }) => (
          <>
            <StaleReasonNote stale={stale} complete={complete} />
            {windows && <Rates windows={windows} />}
            {emotes === null ? <Skeleton rows={4} /> : <Ranking emotes={emotes} label={title} />}
          </>
        )}
      </Await>
    </Panel>
  );
}

type Windows = NonNullable<ThemeTrendSubscription['themeTrend']['windows']>;

/** Uses a minute, the latest minute first: falling from left to right is a theme that comes. */
function Rates({ windows }: { readonly windows: Windows }) {
  return (
    <dl class="rates">
      {windows.map(({ window, uses }) => (
        <div key={window}>
          <dt>{LIVE_WINDOW_WORDS[window] ?? window}</dt>
          <dd>{uses === null ? '–' : `${formatRate(uses / MINUTES[window])} a minute`}</dd>
        </div>
      ))}
    </dl>
  );
}
