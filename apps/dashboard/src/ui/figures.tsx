import { toChildArray, type ComponentChildren } from 'preact';
import type { Tone } from '../charts/bar-rows';

/** Beyond so many, each is smaller, so that all stand in one row. */
const MANY = 5;

export function Figures({ children }: { readonly children: ComponentChildren }) {
  const count = toChildArray(children).length;
  return (
    <dl class={count < MANY ? 'figures' : 'figures many'} style={{ '--figures': count }}>
      {children}
    </dl>
  );
}

/** A number that matters, large. */
export function Figure({
  id,
  label,
  value,
  note,
  change,
  tone,
}: {
  /** Names it for whoever reads the page by program. */
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly note?: ComponentChildren;
  /** Against the earlier time: `+12%`. */
  readonly change?: string | undefined;
  readonly tone?: Tone;
}) {
  return (
    <div class={tone ? `figure ${tone}` : 'figure'}>
      <dt>{label}</dt>
      <dd>
        <span class="figure-value" data-figure={id}>
          {value}
        </span>
        {change && <span class="figure-change">{change}</span>}
        {note && <small>{note}</small>}
      </dd>
    </div>
  );
}
