import type { ChannelLogin, ChatLine } from '@emotide/domain';
import { retry, type Subscription } from 'rxjs';
import type { TwitchChat, TwitchChatOptions } from '../src';
import { roomIdOf } from './scripted-twitch';
import { until } from './until';

/** Options of a chat that a test need not wait for. */
export const BRISK = {
  channelsPerConnection: 90,
  connectEveryMs: 1,
  joins: { count: 1_000, perMs: 100 },
  joinWithinMs: 5_000,
  mailboxLines: 65_536,
  backOff: { firstMs: 5, longestMs: 20 },
  overlapMs: 50,
  random: () => 0.5,
} satisfies Partial<TwitchChatOptions>;

/** What a reader of a channel heard. */
export interface Heard {
  readonly joins: (string | null)[];
  /** One entry a turn with lines. */
  readonly turns: (readonly ChatLine[])[];
  /** Of lines; of what moderators did, the action. */
  readonly texts: string[];
  error: unknown;
  isComplete: boolean;
  subscription: Subscription;
}

/** Reads a channel; `again` retries at once for ever. */
export function read(
  chat: TwitchChat,
  login: string,
  { again = false, weight = 0 }: { again?: boolean; weight?: number } = {},
): Heard {
  const heard: Omit<Heard, 'subscription'> = {
    joins: [],
    turns: [],
    texts: [],
    error: undefined,
    isComplete: false,
  };
  const channel$ = chat.channel(login as ChannelLogin, { weight });
  const subscription = (again ? channel$.pipe(retry()) : channel$).subscribe({
    next: (signal) => {
      if (signal.type === 'joined') heard.joins.push(signal.channelId);
      else if (signal.type === 'moderation') for (const { action } of signal.acts) heard.texts.push(action);
      else {
        heard.turns.push(signal.lines);
        for (const { text } of signal.lines) heard.texts.push(text);
      }
    },
    error: (error: unknown) => (heard.error = error),
    complete: () => (heard.isComplete = true),
  });
  return Object.assign(heard, { subscription });
}

export const joined = (...channels: Heard[]): Promise<void> =>
  until(() => channels.every(({ joins }) => joins.length > 0), 'all channels joined');

let nextId = 0;

/** A line as Twitch sends it, each with an id of its own. */
export const message = (login: string, text: string, tags = ''): string =>
  `@id=${nextId++};${tags}room-id=${roomIdOf(login)};tmi-sent-ts=1568505600861;user-id=64 ` +
  `:u!u@u.tmi.twitch.tv PRIVMSG #${login} :${text}`;
