import { useMemo } from 'preact/hooks';
import { createTimeFormat } from '../../format/times';
import { formatCount, formatRate, formatShare } from '../../format/numbers';
import { PulseDocument } from '../../graphql/generated';
import { useLive } from '../../graphql/use-live';
import { AsOf, StaleReasonNote } from '../../live/freshness';
import { SecondsChart } from '../../live/seconds-chart';
import { useLiveSeconds } from '../../live/live-seconds';
import type { LiveWindow } from '../../range';
import { useServices } from '../../services';
import { Await } from '../../ui/states';
import { Figure, Figures } from '../../ui/figures';

const SHOWN_SECONDS = 300;

/** How much is said and used in all channels together. */
export function Pulse({ window }: { readonly window: LiveWindow }) {
  const { preferences } = useServices();
  const format = useMemo(() => createTimeFormat(preferences.timeZone), [preferences.timeZone]);
  // The window of the figures; the curve always shows the latest five minutes.
  const totals = useLive(PulseDocument, { window, seconds: 0 });
  const { ring, state } = useLiveSeconds(SHOWN_SECONDS, (seconds) =>
    useLive(PulseDocument, { window: 'LAST_5_MINUTES', seconds }),
  );
  return (
    <section class="pulse" aria-label="Pulse of all channels">
      <Await state={totals} rows={2}>
        {({ usage: { totals: known, range, asOf, stale, complete } }) => {
          const seconds = range ? (Date.parse(range.to) - Date.parse(range.from)) / 1_000 : 0;
          return (
            <>
              <StaleReasonNote stale={stale} complete={complete} />
              <Figures>
                <Figure
                  id="uses"
                  label="emotes a second"
                  value={known && seconds > 0 ? formatRate(known.uses / seconds) : '–'}
                  note={known ? `${formatCount(known.uses)} in all` : ''}
                  tone="free"
                />
                <Figure
                  id="messages"
                  label="messages a second"
                  value={known && seconds > 0 ? formatRate(known.messages / seconds) : '–'}
                  note={known ? `${formatCount(known.messages)} in all` : ''}
                />
                <Figure
                  id="share"
                  label="of messages have an emote"
                  value={known ? formatShare(known.messagesWithEmotes, known.messages) : '–'}
                  note={<AsOf asOf={asOf} format={format} />}
                />
              </Figures>
            </>
          );
        }}
      </Await>
      <SecondsChart
        ring={state.data && ring}
        label="Emotes and messages a second in the last five minutes"
        format={format}
      />
    </section>
  );
}
