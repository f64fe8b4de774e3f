import { useMemo } from 'preact/hooks';
import { SeriesChart } from '../charts/series-chart';
import type { TimeFormat } from '../format/times';
import type { LiveCounts } from './live-seconds';
import { toKnown, type SecondRing } from '../series/second-ring';

const isRead = ({ messages }: LiveCounts): boolean => messages > 0;

/** Emotes and messages of each of the latest seconds; as much empty room while they are not known. */
export function SecondsChart({
  ring,
  label,
  format,
}: {
  readonly ring: SecondRing<LiveCounts> | undefined;
  readonly label: string;
  readonly format: TimeFormat;
}) {
  const series = useMemo(
    () =>
      ring && {
        times: ring.seconds.map(({ startMs }) => startMs),
        uses: toKnown(ring, 'uses', isRead),
        messages: toKnown(ring, 'messages', isRead),
      },
    [ring],
  );
  if (!series) return <div class="chart-blank short" />;
  return (
    <SeriesChart
      label={label}
      times={series.times}
      stepMs={1_000}
      format={format}
      size="short"
      lines={[
        { label: 'Emotes', tone: 'free', values: series.uses },
        { label: 'Messages', tone: 'earlier', values: series.messages, style: 'line' },
      ]}
    />
  );
}
