import { useState } from 'preact/hooks';
import { CLASS_WORDS, PRICE_WORDS, PROVIDER_WORDS } from '../../format/words';
import { formatCount } from '../../format/numbers';
import { RankedEmotesDocument, type Price, type Provider } from '../../graphql/generated';
import { useQuery, type QueryState } from '../../graphql/use-query';
import { EmoteLink } from '../../ui/names';
import { GrowingTable } from '../../ui/growing-table';
import { Choice, Panel } from '../../ui/panel';
import { usePages } from '../../ui/use-pages';
import { WINDOWS, type LongWindow } from '../../ui/windows';
import { toEmoteTable } from './emote-table';

const PAGE = 50;
const PRICES = [
  { value: 'ALL', label: 'All' },
  { value: 'FREE', label: 'Free' },
  { value: 'PAID', label: 'Paid' },
] as const;
const PROVIDERS = [
  { value: 'ALL', label: 'Everyone\u2019s' },
  { value: 'TWITCH', label: 'Twitch' },
  { value: 'SEVENTV', label: '7TV' },
  { value: 'BTTV', label: 'BTTV' },
  { value: 'FFZ', label: 'FFZ' },
] as const;

/** Emotes of all channels in a while. */
export function EmotesView() {
  const [window, setWindow] = useState<LongWindow>('LAST_HOUR');
  const [price, setPrice] = useState<Price | 'ALL'>('ALL');
  const [provider, setProvider] = useState<Provider | 'ALL'>('ALL');
  const filter = {
    window,
    filter: {
      ...(price !== 'ALL' && { price }),
      ...(provider !== 'ALL' && { provider }),
    },
  };
  let state: QueryState<unknown> = { isLoading: true };
  const { nodes, more, isLoading } = usePages(JSON.stringify(filter), (after) => {
    const asked = useQuery(RankedEmotesDocument, { ...filter, first: PAGE, after });
    state = asked;
    return { page: asked.isLoading ? undefined : asked.data?.topEmotes };
  });
  return (
    <div class="view">
      <div class="view-head">
        <h1>Emotes</h1>
        <div class="range-controls">
          <Choice label="Price" options={PRICES} value={price} onChange={setPrice} />
          <Choice label="Provider" options={PROVIDERS} value={provider} onChange={setProvider} />
          <Choice label="Counted over the last" options={WINDOWS} value={window} onChange={setWindow} />
        </div>
      </div>
      <Panel
        isTableAlready
        title="By uses"
        note={nodes.length > 0 && `${formatCount(nodes.length)}${more ? ' so far' : ''}`}
        table={nodes.length > 0 ? () => toEmoteTable('Emotes', nodes) : undefined}
      >
        <GrowingTable
          label="Emotes by uses"
          state={state}
          more={more}
          isLoading={isLoading}
          empty={{ title: 'None', text: 'No such emote was used in this time.' }}
          head={
            <>
              <th scope="col">Emote</th>
              <th scope="col" class="spare">
                Provider
              </th>
              <th scope="col">Price</th>
              <th scope="col" class="spare">
                Class
              </th>
              <th scope="col" class="number">
                Uses
              </th>
              <th scope="col" class="number spare">
                Messages
              </th>
              <th scope="col" class="number">
                Chatters
              </th>
            </>
          }
          items={nodes}
          toKey={({ emote }) => emote.id}
          toCells={({ emote, uses, messages, chatters }) => (
            <>
              <th scope="row">
                <EmoteLink emote={emote} />
              </th>
              <td class="spare">{PROVIDER_WORDS[emote.provider] ?? emote.provider}</td>
              <td>
                <span class={`swatch ${emote.price.toLowerCase()}`} aria-hidden="true" />
                {PRICE_WORDS[emote.price] ?? emote.price}
              </td>
              <td class="spare">{CLASS_WORDS[emote.class] ?? emote.class}</td>
              <td class="number strong">{formatCount(uses)}</td>
              <td class="number spare">{formatCount(messages)}</td>
              <td class="number">{formatCount(chatters)}</td>
            </>
          )}
        />
      </Panel>
    </div>
  );
}
