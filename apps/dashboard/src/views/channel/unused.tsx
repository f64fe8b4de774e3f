import { ChannelUnusedDocument } from '../../graphql/generated';
import { useQuery } from '../../graphql/use-query';
import { EmoteLink } from '../../ui/names';
import { Panel } from '../../ui/panel';
import { Await, Empty } from '../../ui/states';

const ASK_EVERY_MS = 120_000;

/** A channel's own emotes that nobody used. */
export function Unused({
  login,
  times,
}: {
  readonly login: string;
  readonly times: { from: string; to: string };
}) {
  const state = useQuery(ChannelUnusedDocument, { login, ...times }, { everyMs: ASK_EVERY_MS });
  const emotes = state.data?.channel?.unusedEmotes.emotes;
  return (
    <Panel
      title="Unused"
      note="the channel’s own emotes that nobody used in the time shown"
      table={
        emotes && emotes.length > 0
          ? () => ({
              title: `Unused emotes of ${login}`,
              columns: [{ label: 'Emote' }, { label: 'Last used' }],
              rows: emotes.map(({ emote, lastUsedAt }) => [emote.name, lastUsedAt]),
            })
          : undefined
      }
    >
      <Await state={state} rows={2}>
        {() =>
          !emotes || emotes.length === 0 ? (
            <Empty title="None">Every emote of its own that is known was used.</Empty>
          ) : (
            <ul class="emote-grid">
              {emotes.map(({ emote }) => (
                <li key={emote.id}>
                  <EmoteLink emote={emote} />
                </li>
              ))}
            </ul>
          )
        }
      </Await>
    </Panel>
  );
}
