import { type ChannelLogin, type UserId } from '@emotide/domain';
import { createHelixClient, createProviderMetrics } from '@emotide/emote-providers';
import { parsePerson } from '@emotide/privacy';
import { Registry, UsageError, createLogger } from '@emotide/service-kit';
import { findChannels, findChatters, type Store } from '@emotide/store';
import { z } from 'zod';

/** Whom Twitch is asked with, as the scout's settings are. */
const helixEnv = z.object({
  EMOTIDE_TWITCH_CLIENT_ID: z.string().optional(),
  EMOTIDE_TWITCH_CLIENT_SECRET: z.string().optional(),
  EMOTIDE_TWITCH_AUTH_URL: z.url().optional(),
  EMOTIDE_HELIX_URL: z.url().optional(),
});

export interface FoundPerson {
  readonly userId: UserId;
  /** For people: who was found, and where. */
  readonly said: string;
}

/**
 * Whom somebody means by a login or an id. A login is Twitch's to explain; without its API, a chatter
 * whose name is kept and a channel that was heard are known too.
 *
 * @throws UsageError when nobody is meant, or can be found
 */
export async function findPerson(
  typed: string,
  store: Store,
  env: Readonly<Record<string, string | undefined>>,
): Promise<FoundPerson> {
  const person = parsePerson(typed);
  if (person === undefined)
    throw new UsageError(`${JSON.stringify(typed.slice(0, 40))} is neither a login nor an id of Twitch`);
  if (person.type === 'id') return { userId: person.userId, said: `id ${person.userId}` };
  const { login } = person;
  const userId = await askTwitch(login, env);
  if (userId !== undefined) return { userId, said: `${login}, id ${userId} as Twitch says` };
  const [chatter] = await findChatters(store, { login });
  if (chatter !== undefined)
    return { userId: chatter.userId as UserId, said: `${login}, id ${chatter.userId} as chatters say` };
  const [channel] = await findChannels(store, { login });
  if (channel === undefined)
    throw new UsageError(
      `who ${login} is can't be found out: give the id, or EMOTIDE_TWITCH_CLIENT_ID and EMOTIDE_TWITCH_CLIENT_SECRET`,
    );
  const heardAt = new Date(channel.lastSentAtMs).toISOString();
  return {
    userId: channel.channelId as UserId,
    said: `${login}, id ${channel.channelId} as the channel of that name was last heard at ${heardAt}`,
  };
}

/** @returns undefined without credentials. @throws UsageError when there is nobody of that name */
async function askTwitch(
  login: ChannelLogin,
  env: Readonly<Record<string, string | undefined>>,
): Promise<UserId | undefined> {
  const {
    EMOTIDE_TWITCH_CLIENT_ID: clientId,
    EMOTIDE_TWITCH_CLIENT_SECRET: clientSecret,
    EMOTIDE_TWITCH_AUTH_URL: authUrl,
    EMOTIDE_HELIX_URL: baseUrl,
  } = helixEnv.parse(env);
  if (clientId === undefined || clientSecret === undefined) return undefined;
  const helix = createHelixClient({
    credentials: { clientId, clientSecret },
    log: createLogger('emotide', 'silent'),
    metrics: createProviderMetrics(new Registry()),
    ...(authUrl !== undefined && { authUrl: new URL(authUrl) }),
    ...(baseUrl !== undefined && { baseUrl: new URL(baseUrl) }),
  });
  try {
    const [user] = await helix.users({ logins: [login] });
    if (user === undefined) throw new UsageError(`Twitch knows nobody named ${login}`);
    return user.id as string as UserId;
  } finally {
    helix.stop();
  }
}
