import type { TimeFormat } from '../../format/times';
import { ChannelSecondsDocument } from '../../graphql/generated';
import { useLive } from '../../graphql/use-live';
import { AsOf, StaleReasonNote } from '../../live/freshness';
import { SecondsChart } from '../../live/seconds-chart';
import { useSecondRing } from '../../live/use-second-ring';
import { Panel } from '../../ui/panel';
import { Await } from '../../ui/states';

const SHOWN_SECONDS = 300;

/** A channel's latest five minutes, second by second. */
export function ChannelSeconds({ login, format }: { readonly login: string; readonly format: TimeFormat }) {
  const { ring, state } = useSecondRing(SHOWN_SECONDS, (seconds) =>
    useLive(ChannelSecondsDocument, { login, window: 'LAST_5_MINUTES', seconds }),
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
            <SecondsChart
              ring={ring}
              label={`Emotes and messages a second in ${login}, the last five minutes`}
              format={format}
            />
          </>
        )}
      </Await>
    </Panel>
  );
}
