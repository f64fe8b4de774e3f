import { useMemo } from 'preact/hooks';
import { BarRows, Legend, type BarRow } from '../../charts/bar-rows';
import type { Table } from '../../export/table';
import { formatCount } from '../../format/numbers';
import { LiveChannelsDocument, type LiveChannelsSubscription } from '../../graphql/generated';
import { useLive } from '../../graphql/use-live';
import { StaleReasonNote } from '../../live/freshness';
import type { LiveWindow } from '../../range';
import { ChannelLink } from '../../ui/names';
import { Panel } from '../../ui/panel';
import { Await, Empty, Skeleton } from '../../ui/states';

const SHOWN = 12;

type Channels = NonNullable<LiveChannelsSubscription['topChannels']['channels']>;

/** Channels by emotes used, with what of it was free and what paid. */
export function ChannelsNow({ window }: { readonly window: LiveWindow }) {
  const state = useLive(LiveChannelsDocument, { window, first: SHOWN, by: 'USES' });
  const channels = state.data?.topChannels.channels;
  return (
    <Panel
      title="Channels"
      note="by emotes used"
      table={channels ? () => toTable(channels) : undefined}
      controls={
        <Legend
          items={[
            { tone: 'free', label: 'Free' },
            { tone: 'paid', label: 'Paid' },
            { tone: 'other', label: 'Not known' },
          ]}
        />
      }
    >
      <Await state={state} rows={SHOWN}>
        {({ topChannels: { channels, stale, complete } }) => (
          <>
            <StaleReasonNote stale={stale} complete={complete} />
            {channels === null ? <Skeleton rows={SHOWN} /> : <Ranking channels={channels} />}
          </>
        )}
      </Await>
    </Panel>
  );
}

function Ranking({ channels }: { readonly channels: Channels }) {
  const rows = useMemo(() => channels.map(toRow), [channels]);
  if (rows.length === 0)
    return <Empty title="Quiet">No emote was used in this time. The first one shows within seconds.</Empty>;
  return <BarRows rows={rows} label="Channels by emotes used" />;
}

const toRow = ({ channel, uses, freeUses, paidUses, otherUses }: Channels[number]): BarRow => ({
  key: channel.id,
  name: <ChannelLink login={channel.login} />,
  parts: [
    { tone: 'free', value: freeUses },
    { tone: 'paid', value: paidUses },
    { tone: 'other', value: otherUses },
  ],
  text: formatCount(uses),
});

const toTable = (channels: Channels): Table => ({
  title: 'Channels now',
  columns: [
    { label: 'Channel' },
    { label: 'Uses', format: formatCount },
    { label: 'Free', format: formatCount },
    { label: 'Paid', format: formatCount },
    { label: 'Not known', format: formatCount },
    { label: 'Messages', format: formatCount },
    { label: 'With emotes', format: formatCount },
    { label: 'Distinct emotes', format: formatCount },
  ],
  rows: channels.map((one) => [
    one.channel.login,
    one.uses,
    one.freeUses,
    one.paidUses,
    one.otherUses,
    one.messages,
    one.messagesWithEmotes,
    one.distinctEmotes,
  ]),
});
