import { useMemo } from 'preact/hooks';
import { SeriesChart } from '../../charts/series-chart';
import type { TimeFormat } from '../../format/times';
import { ChannelSecondsDocument } from '../../graphql/generated';
import { useLive } from '../../graphql/use-live';
import { AsOf, StaleReasonNote } from '../../live/freshness';
import { useSecondRing } from '../../live/use-second-ring';
import { toKnown } from '../../series/second-ring';
import { Panel } from '../../ui/panel';
import { Await } from '../../ui/states';

const SHOWN_SECONDS = 300;

/** A channel's latest five minutes, second by second. */
export function ChannelSeconds({ login, format }: { readonly login: string; readonly format: TimeFormat }) {
  const { ring, state } = useSecondRing(SHOWN_SECONDS, (seconds) =>
    useLive(ChannelSecondsDocument, { login, window: 'LAST_5_MINUTES', seconds }),
  );
  const series = useMemo(
    () =>
      ring && {
        times: ring.seconds.map(({ startMs }) => startMs),
        uses: toKnown(ring, 'uses'),
        messages: toKnown(ring, 'messages'),
      },
    [ring],
  );
  const answer = state.data?.usage;
  return (
    <Panel
      title="By the second"
      note={answer && <AsOf asOf={answer.asOf} format={format} />}
      table={
        ring &&
        (() => ({
          title: `Seconds of ${login}`,
          columns: [
            { label: 'Second' },
            { label: 'Emotes' },
            { label: 'Messages' },
            { label: 'With emotes' },
          ],
          rows: ring.seconds.map((second) => [
            new Date(second.startMs).toISOString(),
            second.uses,
            second.messages,
            second.messagesWithEmotes,
          ]),
        }))
      }
    >
      <Await state={state} rows={3}>
        {({ usage: { stale, complete } }) => (
          <>
            <StaleReasonNote stale={stale} complete={complete} />
            {series ? (
              <SeriesChart
                label={`Emotes and messages a second in ${login}, the last five minutes`}
                times={series.times}
                stepMs={1_000}
                format={format}
                size="short"
                lines={[
                  { label: 'Emotes', tone: 'free', values: series.uses },
                  { label: 'Messages', tone: 'earlier', values: series.messages, style: 'line' },
                ]}
              />
            ) : (
              <div class="chart-blank short" />
            )}
          </>
        )}
      </Await>
    </Panel>
  );
}
