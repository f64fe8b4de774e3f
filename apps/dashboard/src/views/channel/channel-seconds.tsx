import { useMemo, useState } from 'preact/hooks';
import { SeriesChart, type Line } from '../../charts/series-chart';
import type { TimeFormat } from '../../format/times';
import { ChannelSecondsDocument } from '../../graphql/generated';
import { useLive } from '../../graphql/use-live';
import { AsOf, StaleReasonNote } from '../../live/freshness';
import { useLiveSeconds, type LiveCounts } from '../../live/live-seconds';
import { toKnown, type SecondRing } from '../../series/second-ring';
import { Choice, Panel } from '../../ui/panel';
import { Await } from '../../ui/states';
import { usePriceSeconds, type PriceCounts } from './price-seconds';

/** As many seconds as live answers have. */
const LIVE_SECONDS = 300;
const LENGTHS = [
  { value: '300', label: '5 min' },
  { value: '3600', label: '1 h' },
] as const;
type Length = (typeof LENGTHS)[number]['value'];

interface Props {
  readonly login: string;
  readonly format: TimeFormat;
}

/** A channel's latest minutes, or its past hour, second by second: free and paid, as they are used. */
export function ChannelSeconds(props: Props) {
  const [length, setLength] = useState<Length>('300');
  // Another length is another series, asked whole.
  return <Seconds {...props} length={length} setLength={setLength} key={length} />;
}

function Seconds({
  login,
  format,
  length,
  setLength,
}: Props & { readonly length: Length; readonly setLength: (length: Length) => void }) {
  const { ring: prices, state } = usePriceSeconds(login, Number(length));
  const { ring: live, state: liveState } = useLiveSeconds(LIVE_SECONDS, (seconds) =>
    useLive(ChannelSecondsDocument, { login, window: 'LAST_5_MINUTES', seconds }),
  );
  const isLive = Number(length) === LIVE_SECONDS;
  const drawn = useMemo(
    () => (prices ? toDrawn(prices, isLive ? live : undefined) : undefined),
    [prices, isLive && live],
  );
  const usage = liveState.data?.usage;
  return (
    <Panel
      title="Free and paid by the second"
      note={usage && <AsOf asOf={usage.asOf} format={format} />}
      controls={<Choice label="How far back" options={LENGTHS} value={length} onChange={setLength} />}
      table={
        drawn &&
        (() => ({
          title: `Seconds of ${login}`,
          columns: [{ label: 'Second' }, ...drawn.lines.map(({ label }) => ({ label }))],
          rows: drawn.times.map((ms, at) => [
            new Date(ms).toISOString(),
            ...drawn.lines.map(({ values }) => values[at] ?? null),
          ]),
        }))
      }
    >
      <Await state={state} rows={3}>
        {() => (
          <>
            {usage && <StaleReasonNote stale={usage.stale} complete={usage.complete} />}
            {drawn ? (
              <SeriesChart
                label={`Free and paid emotes a second in ${login}`}
                times={drawn.times}
                stepMs={1_000}
                format={format}
                lines={drawn.lines}
              />
            ) : (
              <div class="chart-blank" />
            )}
          </>
        )}
      </Await>
    </Panel>
  );
}

const isUsed = ({ free, paid, other }: PriceCounts): boolean => free + paid + other > 0;

/** Live answers say how far time has come; prices follow a moment later. */
function toDrawn(
  prices: SecondRing<PriceCounts>,
  live: SecondRing<LiveCounts> | undefined,
): { readonly times: readonly number[]; readonly lines: readonly Line[] } {
  const { seconds } = live ?? prices;
  const times = seconds.map(({ startMs }) => startMs);
  const firstMs = prices.seconds[0]!.startMs;
  const onTimes = (values: readonly (number | null)[]): (number | null)[] =>
    times.map((ms) => values[(ms - firstMs) / 1_000] ?? null);
  const lineOf = (label: string, price: keyof PriceCounts, style: NonNullable<Line['style']>): Line => ({
    label,
    tone: price,
    values: onTimes(toKnown(prices, price, isUsed)),
    style,
  });
  const lines = [lineOf('Free', 'free', 'area'), lineOf('Paid', 'paid', 'area')];
  if (prices.seconds.some(({ other }) => other > 0)) lines.push(lineOf('Not known', 'other', 'line'));
  return { times, lines };
}
