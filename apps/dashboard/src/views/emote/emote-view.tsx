import { useMemo } from 'preact/hooks';
import { SeriesChart, type Line } from '../../charts/series-chart';
import { CLASS_REASONS, CLASS_WORDS, PRICE_WORDS, PROVIDER_WORDS } from '../../format/words';
import { createTimeFormat, formatLength, formatStep } from '../../format/times';
import { formatChange, formatCount } from '../../format/numbers';
import { EmoteByIdDocument, EmoteHistoryDocument } from '../../graphql/generated';
import { useQuery } from '../../graphql/use-query';
import type { Place } from '../../place';
import { toEarlier, toIso } from '../../range';
import { toGrid } from '../../series/grid';
import { Company } from './company';
import { useServices } from '../../services';
import { goTo } from '../../use-place';
import { Figure, Figures } from '../../ui/figures';
import { EmotePicture, Name } from '../../ui/names';
import { Panel } from '../../ui/panel';
import { RangeControls } from '../../ui/range-choice';
import { Await, Empty, Failure, Skeleton } from '../../ui/states';
import { useDrawnRange } from '../../ui/use-drawn-range';

const ASK_EVERY_MS = 15_000;

/** One emote: what it is, why it is free or paid, and how it was used. */
export function EmoteView({ place }: { readonly place: Extract<Place, { view: 'emote' }> }) {
  const { compare } = place;
  const { preferences } = useServices();
  const format = useMemo(() => createTimeFormat(preferences.timeZone), [preferences.timeZone]);
  const range = useDrawnRange(place.range);
  const found = useQuery(EmoteByIdDocument, { id: place.id });
  const node = found.data?.node;
  const emote = node?.__typename === 'Emote' ? node : undefined;
  const ref = emote && { provider: emote.provider, emoteId: emote.emoteId };
  const before = toEarlier(range);
  const history = useQuery(
    EmoteHistoryDocument,
    ref && { emote: ref, from: toIso(range.fromMs), to: toIso(range.toMs), granularity: range.asked },
    { everyMs: ASK_EVERY_MS },
  );
  const earlier = useQuery(
    EmoteHistoryDocument,
    ref && compare
      ? { emote: ref, from: toIso(before.fromMs), to: toIso(before.toMs), granularity: range.asked }
      : undefined,
  );

  if (!emote)
    return (
      <div class="view">
        <h1>Emote</h1>
        {found.data || found.error?.trouble === 'refused' ? (
          <Empty title="No emote is known under this address">
            <a href="/emote">Emotes used lately</a>
          </Empty>
        ) : found.error ? (
          <Failure error={found.error} />
        ) : (
          <Skeleton />
        )}
      </div>
    );
  const grid = (points: { readonly start: string; readonly uses: number }[], of: typeof range) =>
    toGrid(
      points.map(({ start, uses }) => ({ startMs: Date.parse(start), value: uses })),
      of,
    );
  const now = history.data && grid([...history.data.usage.points], range);
  const then = compare && earlier.data ? grid([...earlier.data.usage.points], before) : undefined;
  const sum = (values: readonly (number | null)[]): number =>
    values.reduce<number>((all, one) => all + (one ?? 0), 0);
  const lines: Line[] = [];
  if (now) lines.push({ label: 'Uses', tone: 'free', values: now.values });
  if (now && then)
    lines.push({ label: 'Uses before', tone: 'earlier', values: then.values, style: 'dashed' });
  return (
    <div class="view emote">
      <div class="view-head">
        <div class="emote-head">
          <EmotePicture emote={emote} isLarge key={emote.imageUrl} />
          <div>
            <p class="kicker">{PROVIDER_WORDS[emote.provider] ?? emote.provider} emote</p>
            <h1>
              <Name of={emote.name} />
            </h1>
          </div>
        </div>
        <RangeControls
          range={place.range}
          compare={compare}
          format={format}
          onChange={(next) => goTo({ ...place, ...next }, { replace: true })}
        />
      </div>
      <p class="emote-class">
        <span class={`swatch ${emote.price.toLowerCase()}`} aria-hidden="true" />
        <b>{PRICE_WORDS[emote.price] ?? emote.price}</b> · {CLASS_WORDS[emote.class] ?? emote.class}.{' '}
        {CLASS_REASONS[emote.class] ?? ''}
      </p>
      <Await state={history} rows={2}>
        {({ usage }) => {
          const uses = usage.points.reduce((all, point) => all + point.uses, 0);
          const messages = usage.points.reduce((all, point) => all + (point.messagesWithEmotes ?? 0), 0);
          const change = then && formatChange(uses, sum(then.values));
          return (
            <Figures>
              <Figure
                id="uses"
                label="uses"
                value={formatCount(uses)}
                change={then && (change ? `${change} on the time before` : 'nothing in the time before')}
              />
              <Figure id="messages" label="messages have it" value={formatCount(messages)} />
            </Figures>
          );
        }}
      </Await>
      <div class="stack">
        <Panel
          title="Over time"
          note={`in all channels, in steps of ${formatLength(range.stepMs)}`}
          table={
            now &&
            (() => ({
              title: `Uses of ${emote.name}`,
              columns: [{ label: 'From' }, ...lines.map(({ label }) => ({ label, format: formatCount }))],
              rows: now.times.map((ms, at) => [
                formatStep(format, ms, range.stepMs),
                ...lines.map(({ values }) => values[at] ?? null),
              ]),
            }))
          }
        >
          <Await state={history} rows={4}>
            {() =>
              now && (
                <SeriesChart
                  label="Uses over time"
                  times={now.times}
                  stepMs={range.stepMs}
                  format={format}
                  lines={lines}
                />
              )
            }
          </Await>
        </Panel>
        <Company emote={emote} times={{ from: toIso(range.fromMs), to: toIso(range.toMs) }} />
      </div>
    </div>
  );
}
