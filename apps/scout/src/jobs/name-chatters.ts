import type { ChannelId } from '@emotide/domain';
import type { HelixClient } from '@emotide/emote-providers';
import { recordChatters, seenChatters, type Store } from '@emotide/store';
import type { Job } from '../job';

export interface NameChattersOptions {
  readonly helix: Pick<HelixClient, 'users'>;
  readonly store: Store;
  readonly everyMs: number;
  /** Epoch ms. */
  readonly nowMs: () => number;
}

export const NAME_CHATTERS = 'name-chatters';

/** The log's day may have changed since the last run. */
const LOOK_BACK_MS = 86_400_000;
/** A hundred requests; who is left comes with the next run. */
const MAX_CHATTERS = 10_000;
/** People change their names seldom; who wrote again after so long is asked for again. */
const NAMED_FOR_MS = 7 * 86_400_000;

/**
 * Learns who chatters are, where the installation keeps their ids (users: full). Of nobody there is no id, so who opted
 * out never has a name here from then on.
 */
export function createNameChatters({ helix, store, everyMs, nowMs }: NameChattersOptions): Job {
  return {
    name: NAME_CHATTERS,
    everyMs,
    async run() {
      const atMs = nowMs();
      const seen = await seenChatters(store, { sinceMs: atMs - LOOK_BACK_MS, limit: MAX_CHATTERS });
      const due = seen.filter(({ login, namedAtMs }) => login === '' || atMs - namedAtMs > NAMED_FOR_MS);
      const users = await helix.users({ ids: due.map(({ userId }) => userId as string as ChannelId) });
      const names = new Map(users.map((user) => [user.id as string, user]));
      const wasAsked = new Set(due);
      await recordChatters(
        store,
        seen.map((chatter) => {
          if (!wasAsked.has(chatter)) return chatter;
          const { login = chatter.login, displayName = chatter.displayName } =
            names.get(chatter.userId) ?? {};
          return { ...chatter, login, displayName, namedAtMs: atMs };
        }),
      );
      return {
        summary: `${seen.length} chatters seen, ${names.size} of ${due.length} named`,
        figures: { seen: seen.length, asked: due.length, named: names.size },
      };
    },
  };
}
