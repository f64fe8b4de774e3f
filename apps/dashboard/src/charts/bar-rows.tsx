import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export type Tone = 'free' | 'paid' | 'other' | 'ink' | 'earlier';

export interface BarRow {
  readonly key: string;
  readonly name: ComponentChildren;
  /** Stacked, left to right. */
  readonly parts: readonly { readonly tone: Tone; readonly value: number }[];
  /** The number at the end. */
  readonly text: string;
  /** Beside the number, in small. */
  readonly detail?: ComponentChildren;
}

const MOVE_MS = 420;
/** Rows that change more often move by their changes alone: gliding would begin anew before it ended, for nothing. */
const FAST_MS = 400;

/**
 * A ranking as stacked bars. Rows that change places glide there, bars grow by a transform alone: the browser neither
 * lays out nor paints anew for it.
 */
export function BarRows({
  rows,
  label,
  fullAt = 1,
}: {
  readonly rows: readonly BarRow[];
  readonly label: string;
  /** What a whole bar stands for at least, where several rankings are looked at together. */
  readonly fullAt?: number;
}) {
  const list = useRef<HTMLOListElement>(null);
  const changedAtMs = useRef(Number.NEGATIVE_INFINITY);
  const ranks = useRef<ReadonlyMap<string, number>>(new Map());
  const greatest = Math.max(
    fullAt,
    ...rows.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0)),
  );

  useLayoutEffect(() => {
    const before = ranks.current;
    ranks.current = new Map(rows.map(({ key }, rank) => [key, rank]));
    const nowMs = performance.now();
    const isFast = nowMs - changedAtMs.current < FAST_MS;
    changedAtMs.current = nowMs;
    list.current?.toggleAttribute('data-fast', isFast);
    const items = list.current?.children;
    const first = items?.[0];
    if (isFast) return;
    if (!items || !(first instanceof HTMLElement) || matchMedia('(prefers-reduced-motion: reduce)').matches)
      return;
    let height: number | undefined;
    rows.forEach(({ key }, rank) => {
      const was = before.get(key);
      if (was === undefined || was === rank) return;
      height ??= first.offsetHeight;
      items[rank]?.animate([{ transform: `translateY(${(was - rank) * height}px)` }, { transform: 'none' }], {
        duration: MOVE_MS,
        easing: 'cubic-bezier(.2,.8,.2,1)',
      });
    });
  });

  return (
    <ol class="bar-rows" ref={list} aria-label={label}>
      {rows.map(({ key, name, parts, text, detail }, rank) => {
        let start = 0;
        return (
          <li key={key} class="bar-row">
            <span class="rank">{rank + 1}</span>
            <span class="bar-name">{name}</span>
            <span class="bar" aria-hidden="true">
              {parts.map(({ tone, value }) => {
                const from = start;
                start += value / greatest;
                return (
                  <span
                    key={tone}
                    class={`bar-part ${tone}`}
                    style={{
                      transform: `translateX(${(from * 100).toFixed(3)}%) scaleX(${(value / greatest).toFixed(5)})`,
                    }}
                  />
                );
              })}
            </span>
            <span class="bar-value">
              {text}
              {detail && <small>{detail}</small>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

export function Legend({
  items,
}: {
  readonly items: readonly { readonly tone: Tone; readonly label: string }[];
}) {
  return (
    <ul class="legend">
      {items.map(({ tone, label }) => (
        <li key={tone}>
          <span class={`swatch ${tone}`} aria-hidden="true" />
          {label}
        </li>
      ))}
    </ul>
  );
}
