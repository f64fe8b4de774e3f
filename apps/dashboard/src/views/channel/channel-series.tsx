import { useMemo } from 'preact/hooks';
import { SeriesChart, type Line } from '../../charts/series-chart';
import { formatLength, formatStep, type TimeFormat } from '../../format/times';
import { formatCount } from '../../format/numbers';
import {
  ChannelPricesDocument,
  type ChannelPageQuery,
  type ChannelPricesQuery,
  type EarlierUsageQuery,
} from '../../graphql/generated';
import { useQuery, type QueryState } from '../../graphql/use-query';
import { toEarlier, toIso, type DrawnRange } from '../../range';
import { toGrid, type Span } from '../../series/grid';
import { Panel } from '../../ui/panel';
import { Await } from '../../ui/states';

const ASK_EVERY_MS = 15_000;

/** A channel over the chosen time, beside the time before when that is asked for. */
export function ChannelSeries({
  login,
  page,
  earlier,
  range,
  format,
  marks,
}: {
  readonly login: string;
  readonly page: QueryState<ChannelPageQuery>;
  readonly earlier?: EarlierUsageQuery;
  readonly range: DrawnRange;
  readonly format: TimeFormat;
  /** When streams and games began. */
  readonly marks: readonly { readonly atMs: number; readonly label: string }[];
}) {
  const prices = useQuery(
    ChannelPricesDocument,
    { login, from: toIso(range.fromMs), to: toIso(range.toMs), granularity: range.asked },
    { everyMs: ASK_EVERY_MS },
  );
  const drawn = useMemo(
    () => page.data && toDrawn(page.data, prices.data, earlier, range),
    [page.data, prices.data, earlier, range.fromMs],
  );
  return (
    <Panel
      title="Free and paid over time"
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
                marks={marks}
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
  prices: ChannelPricesQuery | undefined,
  earlier: EarlierUsageQuery | undefined,
  range: DrawnRange,
) {
  const freshness = channel?.usage.dataFreshness;
  const gaps: Span[] = (freshness?.gaps ?? []).map(toSpan);
  const grid = (points: readonly { readonly start: string; readonly uses: number }[]) =>
    toGrid(
      points.map((point) => ({ startMs: Date.parse(point.start), value: point.uses })),
      range,
      gaps,
    );
  const all = grid(usage.points);
  // Before its first message nobody may have been reading: that is not silence.
  const firstMs = Date.parse(usage.points[0]?.start ?? '');
  const sinceFirst = (values: readonly (number | null)[]): (number | null)[] =>
    values.map((value, at) => (all.times[at]! + range.stepMs <= firstMs ? null : value));
  const lines: Line[] = [];
  // A server that can't tell prices apart over time still tells of all.
  if (!prices) lines.push({ label: 'Emotes', tone: 'free', values: sinceFirst(all.values) });
  else {
    lines.push({ label: 'Free', tone: 'free', values: sinceFirst(grid(prices.free.points).values) });
    lines.push({ label: 'Paid', tone: 'paid', values: sinceFirst(grid(prices.paid.points).values) });
    const other = sinceFirst(grid(prices.other.points).values);
    if (other.some((value) => value !== null && value > 0))
      lines.push({ label: 'Not known', tone: 'other', values: other, style: 'line' });
  }
  if (earlier) {
    const before = toEarlier(range);
    const points = earlier.usage.points.map(({ start, uses: value }) => ({
      startMs: Date.parse(start),
      value,
    }));
    const { values } = toGrid(points, before, earlier.usage.dataFreshness.gaps.map(toSpan));
    lines.push({ label: 'All, the time before', tone: 'earlier', values, style: 'dashed' });
  }
  const lost = (freshness?.gaps ?? []).reduce((sum, { lostMessages }) => sum + (lostMessages ?? 0), 0);
  return { times: all.times, lines, gaps, lost };
}

const toSpan = ({ from, to }: { readonly from: string; readonly to: string }): Span => ({
  fromMs: Date.parse(from),
  toMs: Date.parse(to),
});
