import { useMemo } from 'preact/hooks';
import { SeriesChart, type Line } from '../../charts/series-chart';
import { formatStep, type TimeFormat } from '../../format/times';
import { formatCount } from '../../format/numbers';
import type { Granularity } from '../../graphql/generated';
import { Panel } from '../../ui/panel';
import { Empty } from '../../ui/states';
import { alignRunningSums } from './align-running-sums';
import type { ThemeData } from './theme-view';

/** Lengths of a point of the curve. */
export type ThemeStep = Extract<Granularity, 'MINUTE' | 'HOUR'>;

const TONES = ['free', 'paid'] as const;
const STEP_MS: Readonly<Record<ThemeStep, number>> = { MINUTE: 60_000, HOUR: 3_600_000 };
const STEP_WORDS: Readonly<Record<ThemeStep, string>> = { MINUTE: 'minute', HOUR: 'hour' };

/** What a theme, or two of them, have come to over time. */
export function RunningSum({
  themes,
  granularity,
  format,
}: {
  readonly themes: readonly ThemeData[];
  readonly granularity: ThemeStep;
  readonly format: TimeFormat;
}) {
  const { times, sums } = useMemo(
    () =>
      alignRunningSums(
        themes.map(({ series }) =>
          series.points.map(({ start, runningUses }) => ({ startMs: Date.parse(start), value: runningUses })),
        ),
      ),
    [themes],
  );
  const lines = themes.map((theme, at): Line => ({ label: theme.name, tone: TONES[at]!, values: sums[at]! }));
  const stepMs = STEP_MS[granularity];
  return (
    <Panel
      title="Running sum"
      note={`uses, ${STEP_WORDS[granularity]} by ${STEP_WORDS[granularity]}`}
      table={() => ({
        title: `Running sum of ${themes.map(({ name }) => name).join(' and ')}`,
        columns: [{ label: 'From' }, ...themes.map(({ name }) => ({ label: name, format: formatCount }))],
        rows: times.map((ms, at) => [
          formatStep(format, ms, stepMs),
          ...sums.map((values) => values[at] ?? null),
        ]),
      })}
    >
      {times.length === 0 ? (
        <Empty title="Nothing yet">The sum begins with the first use in the theme’s windows.</Empty>
      ) : (
        <SeriesChart
          label={`Running sum of uses of ${themes.map(({ name }) => name).join(' and ')}`}
          times={times}
          stepMs={stepMs}
          format={format}
          lines={lines}
        />
      )}
    </Panel>
  );
}
