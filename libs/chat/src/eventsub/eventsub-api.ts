import type { ChannelId, ChannelLogin } from '@emotide/domain';
import { z } from 'zod';
import { askJson } from '../ask-json';
import { ChatError } from '../chat-error';

/** What a channel's reading subscribes to; all need `user:read:chat` of the reading user and nothing else. */
export const CHAT_SUBSCRIPTIONS = [
  'channel.chat.message',
  'channel.chat.notification',
  'channel.chat.message_delete',
  'channel.chat.clear_user_messages',
  'channel.chat.clear',
] as const;
export type ChatSubscription = (typeof CHAT_SUBSCRIPTIONS)[number];

export interface EventSubApiOptions {
  /** `https://api.twitch.tv/helix/` */
  readonly helixUrl: URL;
  /** `https://id.twitch.tv/oauth2/` */
  readonly authUrl: URL;
  /** The user access token that is valid now: asked for again whenever one was refused. */
  readonly readToken: () => Promise<string>;
  readonly withinMs: number;
}

/** Who reads: what Twitch says of the token. */
interface Identity {
  readonly token: string;
  readonly clientId: string;
  readonly userId: string;
  readonly provenAtMs: number;
}

const validation = z.object({
  client_id: z.string().min(1).max(256),
  user_id: z.string().regex(/^\d{1,20}$/),
  scopes: z.array(z.string()).max(1_000).nullish(),
});
const users = z.object({
  data: z.array(z.object({ id: z.string().regex(/^\d{1,20}$/), login: z.string() })).max(100),
});
const created = z.object({ data: z.array(z.object({ id: z.string().min(1).max(500) })).min(1) });

const SCOPE = 'user:read:chat';
const MAX_BYTES = 1024 * 1024;
/** Twitch wants tokens validated every hour. */
const PROVEN_FOR_MS = 3_600_000;

/**
 * The calls that EventSub over WebSocket needs, with a user's token: who that is, a channel's id, subscriptions made and
 * deleted. dev.twitch.tv/docs/api/reference, /docs/authentication/validate-tokens.
 *
 * @throws ChatError `channel`, whatever fails: the channel is asked for again later, after an hour where Twitch says that
 *   it is not allowed or not there
 */
export class EventSubApi {
  readonly #options: EventSubApiOptions;
  #identity: Identity | undefined;

  constructor(options: EventSubApiOptions) {
    this.#options = options;
  }

  async channelId(login: ChannelLogin, signal: AbortSignal): Promise<ChannelId> {
    const url = this.#helix('users');
    url.searchParams.set('login', login);
    const { status, json } = await this.#ask(url, 'GET', signal);
    const found = users.safeParse(json);
    if (status !== 200 || !found.success) throw refusal(`the id of #${login}`, status);
    const id = found.data.data.find((user) => user.login === login)?.id;
    if (id === undefined) throw new ChatError('channel', `#${login} does not exist, says Twitch`, true);
    return id as ChannelId;
  }

  /** @returns the subscription's id, or undefined where there is one of this kind on the session already */
  async subscribe(
    type: ChatSubscription,
    channelId: ChannelId,
    sessionId: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { userId } = await this.#whoAmI(signal);
    const { status, json } = await this.#ask(this.#helix('eventsub/subscriptions'), 'POST', signal, {
      type,
      version: '1',
      condition: { broadcaster_user_id: channelId, user_id: userId },
      transport: { method: 'websocket', session_id: sessionId },
    });
    if (status === 409) return undefined;
    const answer = created.safeParse(json);
    if (status !== 202 || !answer.success) throw refusal(`${type} of ${channelId}`, status);
    return answer.data.data[0]!.id;
  }

  async unsubscribe(id: string, signal: AbortSignal): Promise<void> {
    const url = this.#helix('eventsub/subscriptions');
    url.searchParams.set('id', id);
    await this.#ask(url, 'DELETE', signal);
  }

  #helix(path: string): URL {
    return new URL(path, withSlash(this.#options.helixUrl));
  }

  async #ask(
    url: URL,
    method: 'GET' | 'POST' | 'DELETE',
    signal: AbortSignal,
    body?: object,
  ): Promise<{ status: number; json: unknown }> {
    const { withinMs } = this.#options;
    const { token, clientId } = await this.#whoAmI(signal);
    const headers = {
      authorization: `Bearer ${token}`,
      'client-id': clientId,
      ...(body && { 'content-type': 'application/json' }),
    };
    const answer = await asChatError(
      askJson({
        url,
        method,
        headers,
        withinMs,
        maxBytes: MAX_BYTES,
        signal,
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
    // The next question asks who we are again, maybe with a newer token.
    if (answer.status === 401) this.#identity = undefined;
    return answer;
  }

  async #whoAmI(signal: AbortSignal): Promise<Identity> {
    const nowMs = performance.now();
    if (this.#identity !== undefined && nowMs - this.#identity.provenAtMs < PROVEN_FOR_MS)
      return this.#identity;
    const { authUrl, readToken, withinMs } = this.#options;
    const token = await asChatError(readToken());
    const { status, json } = await asChatError(
      askJson({
        url: new URL('validate', withSlash(authUrl)),
        headers: { authorization: `OAuth ${token}` },
        withinMs,
        maxBytes: MAX_BYTES,
        signal,
      }),
    );
    const said = validation.safeParse(json);
    if (status !== 200 || !said.success) throw refusal('the user token', status);
    const { client_id: clientId, user_id: userId, scopes } = said.data;
    if (scopes?.includes(SCOPE) !== true)
      throw new ChatError('channel', `the user token lacks the scope ${SCOPE}`, true);
    this.#identity = { token, clientId, userId, provenAtMs: nowMs };
    return this.#identity;
  }
}

/** 403: the channel did not authorise us, or banned the reading user. That changes, but not soon. */
function refusal(what: string, status: number): ChatError {
  return new ChatError('channel', `Twitch refused ${what}: HTTP ${status}`, status === 403);
}

async function asChatError<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new ChatError('channel', (error as Error).message);
  }
}

const withSlash = (url: URL): URL => (url.pathname.endsWith('/') ? url : new URL(`${url.href}/`));
