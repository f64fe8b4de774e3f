import type { BarRow } from '../../charts/bar-rows';
import { BarRows } from '../../charts/bar-rows';
import { PRICE_TONES } from '../../live/live-emotes';
import { PROVIDER_WORDS } from '../../format/words';
import { formatCount, formatShare } from '../../format/numbers';
import { ChannelProvidersDocument, type ChannelProvidersQuery } from '../../graphql/generated';
import { useQuery } from '../../graphql/use-query';
import { toEmoteTable } from '../emote/emote-table';
import { EmoteLink } from '../../ui/names';
import { Panel } from '../../ui/panel';
import { Await, Empty } from '../../ui/states';

const PARTS = [
  ['twitch', 'TWITCH'],
  ['seventv', 'SEVENTV'],
  ['bttv', 'BTTV'],
  ['ffz', 'FFZ'],
] as const;
const ASK_EVERY_MS = 60_000;

/** Who gives the emotes that a channel uses. */
export function Providers({
  login,
  times,
}: {
  readonly login: string;
  readonly times: { from: string; to: string };
}) {
  const state = useQuery(ChannelProvidersDocument, { login, ...times }, { everyMs: ASK_EVERY_MS });
  return (
    <Panel
      title="By provider"
      note="most used of each"
      table={state.data && (() => toEmoteTable(`Emotes of ${login}`, toAll(state.data!)))}
    >
      <Await state={state} rows={5}>
        {(data) => {
          const uses = data.usageSplit.parts.reduce((sum, part) => sum + part.uses, 0);
          // One scale for all four: a provider that is hardly used looks it.
          const fullAt = Math.max(1, ...toAll(data).map((one) => one.uses));
          return (
            <div class="providers">
              {PARTS.map(([part, provider]) => {
                const { nodes } = data[part];
                const split = data.usageSplit.parts.find((one) => one.provider === provider);
                return (
                  <section key={part} aria-label={PROVIDER_WORDS[provider]}>
                    <h3>
                      {PROVIDER_WORDS[provider]}
                      {split && (
                        <span class="note">
                          {formatShare(split.uses, uses)}, {formatCount(split.uses)} uses of{' '}
                          {formatCount(split.distinctEmotes)} emotes
                        </span>
                      )}
                    </h3>
                    {nodes.length === 0 ? (
                      <p class="note">None used.</p>
                    ) : (
                      <BarRows
                        rows={nodes.map(toRow)}
                        label={`Emotes of ${PROVIDER_WORDS[provider]}`}
                        fullAt={fullAt}
                      />
                    )}
                  </section>
                );
              })}
              {toAll(data).length === 0 && <Empty title="No emote was used in this time" />}
            </div>
          );
        }}
      </Await>
    </Panel>
  );
}

const toAll = (data: ChannelProvidersQuery) =>
  PARTS.flatMap(([part]) => data[part].nodes).sort((a, b) => b.uses - a.uses);

const toRow = ({ emote, uses }: ChannelProvidersQuery['twitch']['nodes'][number]): BarRow => ({
  key: emote.id,
  name: <EmoteLink emote={emote} isProviderTold />,
  parts: [{ tone: PRICE_TONES[emote.price] ?? 'other', value: uses }],
  text: formatCount(uses),
});
