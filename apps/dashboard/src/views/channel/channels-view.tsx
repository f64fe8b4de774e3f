import { useState } from 'preact/hooks';
import { formatCount, formatShare } from '../../format/numbers';
import { RankedChannelsDocument } from '../../graphql/generated';
import { useQuery, type QueryState } from '../../graphql/use-query';
import { ChannelLink } from '../../ui/names';
import { GrowingTable } from '../../ui/growing-table';
import { Choice, Panel } from '../../ui/panel';
import { WINDOWS, type LongWindow } from '../../ui/windows';
import { usePages } from '../../ui/use-pages';

const PAGE = 100;

/** All channels with emotes in a while, page by page: there may be thousands. */
export function ChannelsView() {
  const [window, setWindow] = useState<LongWindow>('LAST_HOUR');
  let state: QueryState<unknown> = { isLoading: true };
  const { nodes, more, isLoading } = usePages(window, (after) => {
    const asked = useQuery(RankedChannelsDocument, { window, first: PAGE, after });
    state = asked;
    return { page: asked.isLoading ? undefined : asked.data?.topChannels };
  });
  return (
    <div class="view">
      <div class="view-head">
        <h1>Channels</h1>
        <Choice label="Counted over the last" options={WINDOWS} value={window} onChange={setWindow} />
      </div>
      <Panel
        isTableAlready
        title="By emotes used"
        note={nodes.length > 0 && `${formatCount(nodes.length)}${more ? ' so far' : ''}`}
        table={
          nodes.length === 0
            ? undefined
            : () => ({
                title: 'Channels',
                columns: [
                  { label: 'Channel' },
                  { label: 'Emotes' },
                  { label: 'Messages' },
                  { label: 'With emotes' },
                  { label: 'Chatters' },
                  { label: 'Distinct emotes' },
                ],
                rows: nodes.map((one) => [
                  one.channel.login,
                  one.uses,
                  one.messages,
                  one.messagesWithEmotes,
                  one.emoteChatters,
                  one.distinctEmotes,
                ]),
              })
        }
      >
        <GrowingTable
          label="Channels by emotes used"
          state={state}
          more={more}
          isLoading={isLoading}
          empty={{ title: 'Quiet', text: 'No channel used an emote in this time.' }}
          head={
            <>
              <th scope="col">Channel</th>
              <th scope="col" class="number">
                Emotes
              </th>
              <th scope="col" class="number spare">
                Messages
              </th>
              <th scope="col" class="number">
                With emotes
              </th>
              <th scope="col" class="number">
                Chatters
              </th>
              <th scope="col" class="number spare">
                Different emotes
              </th>
            </>
          }
          items={nodes}
          toKey={(one) => one.channel.id}
          toCells={(one) => (
            <>
              <th scope="row">
                <ChannelLink login={one.channel.login} />
              </th>
              <td class="number strong">{formatCount(one.uses)}</td>
              <td class="number spare">{formatCount(one.messages)}</td>
              <td class="number">{formatShare(one.messagesWithEmotes, one.messages)}</td>
              <td class="number">{formatCount(one.emoteChatters)}</td>
              <td class="number spare">{formatCount(one.distinctEmotes)}</td>
            </>
          )}
        />
      </Panel>
    </div>
  );
}
