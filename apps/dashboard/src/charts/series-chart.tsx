import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { formatStep, type TimeFormat } from '../format/times';
import { formatShort } from '../format/numbers';
import type { Span } from '../series/grid';
import type { Tone } from './bar-rows';
import { useColours, type Colours } from './colours';

export interface Line {
  readonly label: string;
  readonly tone: Tone;
  /** One per time; null: not known. */
  readonly values: readonly (number | null)[];
  /** Default: a line with a tinted area below it. */
  readonly style?: 'area' | 'line' | 'dashed';
}

export interface SeriesChartProps {
  /** What it shows, for those who don't see it. */
  readonly label: string;
  /** Starts of the steps, epoch ms, ascending. */
  readonly times: readonly number[];
  readonly stepMs: number;
  readonly lines: readonly Line[];
  readonly format: TimeFormat;
  /** Spans in which nobody was reading. */
  readonly gaps?: readonly Span[];
  /** Moments to mark with a line and words. */
  readonly marks?: readonly { readonly atMs: number; readonly label: string }[];
  readonly size?: 'tall' | 'short';
  readonly valueFormat?: (value: number) => string;
}

/** A curve rests for as long between two drawings: each copies the whole canvas. */
const REST_MS = 240;

/** Lengths between two labels of the time axis, in seconds. */
const TICKS = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60),
  ...[1, 2, 3, 4, 6, 12].map((hours) => hours * 3_600),
  ...[1, 2, 3, 7, 14, 30, 90, 365].map((days) => days * 86_400),
];

/** Values over time. The legend gives the values under the pointer, or else the latest. */
export function SeriesChart(props: SeriesChartProps) {
  const { label, times, stepMs, lines, format, size = 'tall', valueFormat = formatShort } = props;
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const drawnAtMs = useRef(Number.NEGATIVE_INFINITY);
  const latest = useRef(props);
  latest.current = props;
  const [at, setAt] = useState<number | null>(null);
  const colours = useColours();
  const shape = JSON.stringify([
    lines.map(({ tone, style }) => [tone, style]),
    format.zone,
    colours,
    size,
    stepMs,
  ]);

  useEffect(() => {
    const element = frame.current!;
    const made = new uPlot(toOptions(latest, colours, setAt), toData(latest.current), element);
    plot.current = made;
    const fit = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && (width !== made.width || height !== made.height)) made.setSize({ width, height });
    });
    fit.observe(element);
    return () => {
      fit.disconnect();
      made.destroy();
    };
    // `shape` stands for what cannot be changed in a plot that is there.
  }, [shape]);

  // In the frame of the numbers beside it, or a moment later where they come faster than an eye follows a curve.
  useLayoutEffect(() => {
    const draw = (): void => {
      drawnAtMs.current = performance.now();
      plot.current?.setData(toData(latest.current));
    };
    const waitMs = drawnAtMs.current + REST_MS - performance.now();
    if (waitMs <= 0) return draw();
    const timer = setTimeout(draw, waitMs);
    return () => clearTimeout(timer);
  }, [times, ...lines.map(({ values }) => values)]);

  const isPointed = at !== null && at < times.length;
  // The latest step of which anything is known: what is followed live may be a moment behind the others.
  const shown = isPointed
    ? at
    : times.findLastIndex((_, step) => lines.some(({ values }) => typeof values[step] === 'number'));
  return (
    <figure class="chart">
      <figcaption class="chart-legend">
        <span class={isPointed ? 'chart-time pointed' : 'chart-time'}>
          {shown >= 0 ? formatStep(format, times[shown]!, stepMs) : '\u00a0'}
        </span>
        {lines.map((line) => {
          const value = line.values[shown];
          return (
            <span key={line.label} class="chart-value">
              <span
                class={`swatch ${line.tone}${line.style === 'dashed' ? ' dashed' : ''}`}
                aria-hidden="true"
              />
              {line.label} <b>{value === null || value === undefined ? 'not known' : valueFormat(value)}</b>
            </span>
          );
        })}
      </figcaption>
      <div class={`chart-frame ${size}`} ref={frame} role="img" aria-label={label} />
    </figure>
  );
}

type Latest = { readonly current: SeriesChartProps };

const toData = ({ times, lines }: SeriesChartProps): uPlot.AlignedData => [
  times.map((ms) => ms / 1_000),
  ...lines.map(({ values }) => values as (number | null)[]),
];

function toOptions(latest: Latest, colours: Colours, point: (at: number | null) => void): uPlot.Options {
  const { lines, format, size, stepMs } = latest.current;
  const font = `${colours.textSize}px ${colours.family}`;
  const axis: uPlot.Axis = {
    stroke: colours['ink-3'],
    font,
    ticks: { show: false },
    gap: 8,
  };
  return {
    // Until its frame is measured, it must not be wider than the narrowest one.
    width: 240,
    height: 120,
    padding: [10, 1, 0, 0],
    legend: { show: false },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), format.zone),
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 8, width: 2, fill: () => colours.paper },
    },
    scales: { x: { time: true }, y: { range: (_, __, most) => [0, niceMost(most ?? 0)] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: colours.textSize * 2.4,
        space: colours.textSize * 7,
        // Between two steps there is nothing to label.
        incrs: TICKS.filter((seconds) => seconds * 1_000 >= stepMs),
        values: (plot, splits, __, ___, step) =>
          splits.map((seconds) => {
            const text = formatTick(format, seconds * 1_000, step * 1_000);
            // A label is centred under its tick: one at the edge would be cut, or hold the curve off it.
            const { min = 0, max = 0 } = plot.scales['x']!;
            const room = ((max! - seconds) / (max! - min! || 1)) * plot.width;
            return room < (text.length * colours.textSize) / 3.4 ? '' : text;
          }),
      },
      {
        ...axis,
        grid: { stroke: colours.line, width: 1 },
        size: (_, values) =>
          14 + Math.max(1, ...(values ?? []).map((text) => text.length)) * colours.textSize * 0.62,
        space: size === 'short' ? 44 : 56,
        values: (_, splits) => splits.map((value) => (Number.isInteger(value) ? formatShort(value) : '')),
      },
    ],
    series: [
      {},
      ...lines.map(({ tone, style = 'area' }): uPlot.Series => {
        const stroke = colours[tone];
        return {
          stroke,
          width: style === 'dashed' || stepMs < 60_000 ? 1.25 : 1.75,
          ...(style === 'area' && { fill: `${stroke}${lines.length > 1 ? '18' : '22'}` }),
          ...(style === 'dashed' && { dash: [5, 4] }),
          points: { show: false },
          spanGaps: false,
        };
      }),
    ],
    hooks: {
      setCursor: [(plot) => point(plot.cursor.idx ?? null)],
      drawAxes: [(plot) => drawGaps(plot, latest.current, colours)],
      draw: [(plot) => drawMarks(plot, latest.current, colours, font)],
    },
  };
}

/** A little above the greatest value, so that the line never touches the edge; at least 1. */
const niceMost = (most: number): number => Math.max(1, most * 1.08);

function formatTick(format: TimeFormat, ms: number, stepMs: number): string {
  if (stepMs >= 86_400_000 || (stepMs >= 3_600_000 && format.minute(ms) === '00:00')) return format.day(ms);
  return stepMs < 60_000 ? format.second(ms) : format.minute(ms);
}

function drawGaps(plot: uPlot, { gaps = [] }: SeriesChartProps, colours: Colours): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { fromMs, toMs } of gaps) {
    const from = plot.valToPos(fromMs / 1_000, 'x', true);
    const to = Math.max(from + 2 * devicePixelRatio, plot.valToPos(toMs / 1_000, 'x', true));
    if (to < bbox.left || from > bbox.left + bbox.width) continue;
    ctx.save();
    ctx.beginPath();
    ctx.rect(from, bbox.top, to - from, bbox.height);
    ctx.clip();
    ctx.strokeStyle = colours.line;
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    const step = 6 * devicePixelRatio;
    const first = Math.max(from, bbox.left) - bbox.height;
    for (let x = first - (first % step); x < Math.min(to, bbox.left + bbox.width); x += step) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
  }
  ctx.restore();
}

function drawMarks(plot: uPlot, { marks = [] }: SeriesChartProps, colours: Colours, font: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.font = font.replace(/^[\d.]+/, (size) => String(Number(size) * devicePixelRatio));
  ctx.textBaseline = 'top';
  ctx.fillStyle = colours['ink-3'];
  const space = 5 * devicePixelRatio;
  const right = bbox.left + bbox.width;
  for (const { atMs, label } of marks) {
    const x = plot.valToPos(atMs / 1_000, 'x', true);
    if (x < bbox.left || x > right) continue;
    ctx.fillRect(x, bbox.top, devicePixelRatio, bbox.height);
    // Words stand right of their line, and left of it where they would not fit.
    const fits = x + space + ctx.measureText(label).width <= right;
    ctx.textAlign = fits ? 'left' : 'right';
    ctx.fillText(label, fits ? x + space : x - space, bbox.top);
  }
  ctx.restore();
}
