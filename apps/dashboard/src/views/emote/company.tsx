import { BarRows } from '../../charts/bar-rows';
import { formatCount, formatRate, formatShare } from '../../format/numbers';
import { EmoteCompanyDocument, type Provider } from '../../graphql/generated';
import { useQuery } from '../../graphql/use-query';
import { PRICE_TONES } from '../../live/live-emotes';
import { ChannelLink, EmoteLink } from '../../ui/names';
import { Panel } from '../../ui/panel';
import { Await, Empty } from '../../ui/states';

const ASK_EVERY_MS = 60_000;

/** Where an emote is used, and with which others. */
export function Company({
  emote,
  times,
}: {
  readonly emote: { readonly provider: Provider; readonly emoteId: string; readonly name: string };
  readonly times: { readonly from: string; readonly to: string };
}) {
  const { provider, emoteId, name } = emote;
  const state = useQuery(EmoteCompanyDocument, { provider, emoteId, ...times }, { everyMs: ASK_EVERY_MS });
  const known = state.data?.emote;
  return (
    <div class="columns even inner">
      <Panel
        title="Channels"
        note={known && `${formatCount(known.channels.totalCount)} use it`}
        table={
          known
            ? () => ({
                title: `Channels that use ${name}`,
                columns: [
                  { label: 'Channel' },
                  { label: 'Uses', format: formatCount },
                  { label: 'Chatters', format: formatCount },
                ],
                rows: known.channels.nodes.map((one) => [one.channel.login, one.uses, one.emoteChatters]),
              })
            : undefined
        }
      >
        <Await state={state}>
          {() =>
            !known || known.channels.nodes.length === 0 ? (
              <Empty title="Nobody used it in this time" />
            ) : (
              <BarRows
                label={`Channels that use ${name}`}
                rows={known.channels.nodes.map(({ channel, uses }) => ({
                  key: channel.id,
                  name: <ChannelLink login={channel.login} />,
                  parts: [{ tone: 'free', value: uses }],
                  text: formatCount(uses),
                }))}
              />
            )
          }
        </Await>
      </Panel>
      <Panel
        title="Together with"
        note="share of its messages"
        table={
          known
            ? () => ({
                title: `Emotes together with ${name}`,
                columns: [
                  { label: 'Emote' },
                  { label: 'Messages with both', format: formatCount },
                  { label: 'Times by chance', format: formatRate },
                ],
                rows: known.pairs.pairs.map((pair) => [pair.emote.name, pair.together, pair.lift]),
              })
            : undefined
        }
      >
        <Await state={state}>
          {() =>
            !known || known.pairs.pairs.length === 0 ? (
              <Empty title="It stands alone">No other emote was in its messages in this time.</Empty>
            ) : (
              <BarRows
                label={`Emotes together with ${name}`}
                rows={known.pairs.pairs.map((pair) => ({
                  key: pair.emote.id,
                  name: <EmoteLink emote={pair.emote} />,
                  parts: [{ tone: PRICE_TONES[pair.emote.price] ?? 'other', value: pair.together }],
                  text: formatShare(pair.together, known.pairs.messages),
                }))}
              />
            )
          }
        </Await>
      </Panel>
    </div>
  );
}
