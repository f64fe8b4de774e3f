import { useMemo } from 'preact/hooks';
import { SeriesChart, type Line } from '../../charts/series-chart';
import { formatLength, formatStep, type TimeFormat } from '../../format/times';
import { formatCount } from '../../format/numbers';
import type { ChannelPageQuery, EarlierUsageQuery } from '../../graphql/generated';
import type { QueryState } from '../../graphql/use-query';
import type { DrawnRange } from '../../range';
import { toEarlier } from '../../range';
import { toGrid, type Span } from '../../series/grid';
import { Panel } from '../../ui/panel';
import { Await } from '../../ui/states';

/** A channel over the chosen time, beside the time before when that is asked for. */
export function ChannelSeries({
  login,
  page,
  earlier,
  range,
  format,
}: {
  readonly login: string;
  readonly page: QueryState<ChannelPageQuery>;
  readonly earlier?: EarlierUsageQuery;
  readonly range: DrawnRange;
  readonly format: TimeFormat;
}) {
  const drawn = useMemo(
    () => page.data && toDrawn(page.data, earlier, range),
    [page.data, earlier, range.fromMs],
  );
  return (
    <Panel
      title="Over time"
      note={`in steps of ${formatLength(range.stepMs)}`}
      table={
        drawn &&
        (() => ({
          title: `Usage of ${login}`,
          columns: [{ label: 'From' }, ...drawn.lines.map(({ label }) => ({ label, format: formatCount }))],
          rows: drawn.times.map((ms, at) => [
            formatStep(format, ms, range.stepMs),
            ...drawn.lines.map(({ values }) => values[at] ?? null),
          ]),
        }))
      }
    >
      <Await state={page} rows={4}>
        {() =>
          drawn && (
            <>
              <SeriesChart
                label={`Emotes and messages in ${login} over time`}
                times={drawn.times}
                stepMs={range.stepMs}
                format={format}
                lines={drawn.lines}
                gaps={drawn.gaps}
              />
              {drawn.gaps.length > 0 && (
                <p class="note gap-note">
                  Hatched: nobody was reading
                  {drawn.lost > 0 && `, or ${formatCount(drawn.lost)} messages were lost`}.
                </p>
              )}
            </>
          )
        }
      </Await>
    </Panel>
  );
}

function toDrawn(
  { channel, usage }: ChannelPageQuery,
  earlier: EarlierUsageQuery | undefined,
  range: DrawnRange,
) {
  const freshness = channel?.usage.dataFreshness;
  const gaps: Span[] = (freshness?.gaps ?? []).map(toSpan);
  const grid = (points: typeof usage.points, value: 'uses' | 'messages') =>
    toGrid(
      points.map((point) => ({ startMs: Date.parse(point.start), value: point[value] })),
      range,
      gaps,
    );
  const uses = grid(usage.points, 'uses');
  const lines: Line[] = [
    { label: 'Emotes', tone: 'free', values: uses.values },
    { label: 'Messages', tone: 'ink', values: grid(usage.points, 'messages').values, style: 'line' },
  ];
  if (earlier) {
    const before = toEarlier(range);
    const points = earlier.usage.points.map(({ start, uses: value }) => ({
      startMs: Date.parse(start),
      value,
    }));
    const { values } = toGrid(points, before, earlier.usage.dataFreshness.gaps.map(toSpan));
    lines.push({ label: 'Emotes before', tone: 'earlier', values, style: 'dashed' });
  }
  const lost = (freshness?.gaps ?? []).reduce((sum, { lostMessages }) => sum + (lostMessages ?? 0), 0);
  return { times: uses.times, lines, gaps, lost };
}

const toSpan = ({ from, to }: { readonly from: string; readonly to: string }): Span => ({
  fromMs: Date.parse(from),
  toMs: Date.parse(to),
});
