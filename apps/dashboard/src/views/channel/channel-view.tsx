import { useMemo } from 'preact/hooks';
import { createTimeFormat, formatLength } from '../../format/times';
import { formatChange, formatCount, formatShare } from '../../format/numbers';
import {
  ChannelPageDocument,
  ChannelStreamsDocument,
  EarlierUsageDocument,
  LiveEmotesDocument,
} from '../../graphql/generated';
import { serverNow } from '../../graphql/server-time';
import { useLive } from '../../graphql/use-live';
import { useQuery } from '../../graphql/use-query';
import { LiveEmotes } from '../../live/live-emotes';
import type { Place } from '../../place';
import { toEarlier, toIso } from '../../range';
import { useServices } from '../../services';
import { goTo } from '../../use-place';
import { Figure, Figures } from '../../ui/figures';
import { Name } from '../../ui/names';
import { RangeControls } from '../../ui/range-choice';
import { Await, Empty } from '../../ui/states';
import { useDrawnRange } from '../../ui/use-drawn-range';
import { ChannelSeconds } from './channel-seconds';
import { ChannelSeries } from './channel-series';
import { Providers } from './providers';
import { Streams, toStreamMarks } from './streams';
import { Unused } from './unused';

const ASK_EVERY_MS = 15_000;
const SHOWN = 10;

/** One channel: what is free and what paid, now and over a time. */
export function ChannelView({ place }: { readonly place: Extract<Place, { view: 'channel' }> }) {
  const { login, compare } = place;
  const { preferences } = useServices();
  const format = useMemo(() => createTimeFormat(preferences.timeZone), [preferences.timeZone]);
  const range = useDrawnRange(place.range);
  const times = { from: toIso(range.fromMs), to: toIso(range.toMs) };
  const page = useQuery(
    ChannelPageDocument,
    { login, ...times, granularity: range.asked },
    { everyMs: ASK_EVERY_MS },
  );
  const before = toEarlier(range);
  const earlier = useQuery(
    EarlierUsageDocument,
    compare
      ? { channel: login, from: toIso(before.fromMs), to: toIso(before.toMs), granularity: range.asked }
      : undefined,
  );
  const streams = useQuery(ChannelStreamsDocument, { login, ...times }, { everyMs: ASK_EVERY_MS * 4 });
  const free = useLive(LiveEmotesDocument, {
    channel: login,
    price: 'FREE',
    window: 'LAST_15_MINUTES',
    first: SHOWN,
  });
  const paid = useLive(LiveEmotesDocument, {
    channel: login,
    price: 'PAID',
    window: 'LAST_15_MINUTES',
    first: SHOWN,
  });
  const channel = page.data?.channel;
  const total = compare
    ? earlier.data?.usage.points.reduce(
        (sum, { messages, messagesWithEmotes, uses }) => ({
          messages: sum.messages + messages,
          messagesWithEmotes: sum.messagesWithEmotes + (messagesWithEmotes ?? 0),
          uses: sum.uses + uses,
        }),
        { messages: 0, messagesWithEmotes: 0, uses: 0 },
      )
    : undefined;

  if (page.error?.message.includes('no channel of this name') || channel === null)
    return (
      <div class="view">
        <h1>
          <Name of={login} />
        </h1>
        <Empty title="This channel was never read">
          Emotide knows what was said since it began to read a channel.{' '}
          <a href="/channel">Channels that it knows</a>
        </Empty>
      </div>
    );
  return (
    <div class="view channel">
      <div class="view-head">
        <div>
          <p class="kicker">Channel</p>
          <h1>
            <Name of={channel?.login ?? login} />
          </h1>
          {channel && (
            <p class="note">
              last message {formatLength(serverNow() - Date.parse(channel.lastMessageAt))} ago
            </p>
          )}
        </div>
        <RangeControls
          range={place.range}
          compare={compare}
          format={format}
          onChange={(next) => goTo({ ...place, ...next }, { replace: true })}
        />
      </div>
      <Await state={page} rows={2}>
        {({ channel: known }) =>
          known && (
            <Figures>
              <Figure
                id="uses"
                label="emotes"
                value={formatCount(known.usage.usage.uses)}
                change={total && toChange(known.usage.usage.uses, total.uses)}
              />
              <Figure
                id="messages"
                label="messages"
                value={formatCount(known.usage.usage.messages)}
                change={total && toChange(known.usage.usage.messages, total.messages)}
              />
              <Figure
                id="share"
                label="of messages have an emote"
                value={formatShare(known.usage.usage.messagesWithEmotes, known.usage.usage.messages)}
              />
              <Figure
                id="chatters"
                label="chatters used one"
                value={formatCount(known.usage.usage.emoteChatters)}
              />
              <Figure
                id="distinct"
                label="different emotes"
                value={formatCount(known.usage.usage.distinctEmotes)}
              />
            </Figures>
          )
        }
      </Await>
      <div class="columns even">
        <LiveEmotes
          title="Free"
          note="the last 15 minutes, live"
          fileTitle={`Free emotes of ${login}`}
          state={free}
          rows={SHOWN}
        />
        <LiveEmotes
          title="Paid"
          note="the last 15 minutes, live"
          fileTitle={`Paid emotes of ${login}`}
          state={paid}
          rows={SHOWN}
        />
      </div>
      <div class="stack">
        <ChannelSeconds login={login} format={format} />
        <ChannelSeries
          login={login}
          page={page}
          range={range}
          format={format}
          marks={toStreamMarks(streams.data)}
          {...(compare && earlier.data && { earlier: earlier.data })}
        />
        <Providers login={login} times={times} />
        <div class="columns even inner">
          <Streams state={streams} format={format} />
          <Unused login={login} times={times} />
        </div>
      </div>
    </div>
  );
}

const toChange = (now: number, before: number): string => {
  const change = formatChange(now, before);
  return change === undefined ? 'nothing in the time before' : `${change} on the time before`;
};
