import { readFile } from 'node:fs/promises';
import {
  EventSubApi,
  EventSubChat,
  RecentMessages,
  RoutedChat,
  TwitchChat,
  type ChatSource,
  type EventSubChatOptions,
} from '@emotide/chat';
import type { Logger, Registry } from '@emotide/service-kit';
import type { z } from 'zod';
import type { collectorEnv } from './config';

type Config = z.output<typeof collectorEnv>;

interface Means {
  readonly log: Logger;
  readonly registry: Registry;
}

const MB = 1024 * 1024;
const HELIX_WITHIN_MS = 10_000;
/** Five hundred messages of a channel take less than one. */
const RECENT_MESSAGES_MB = 4;
/** A busy channel's gap lies beyond what the service remembers soon, so later requests would be for nothing. */
const LONGEST_REPAIR_WAIT_MS = 120_000;

/**
 * The sources of chat that the settings name, as one.
 *
 * @param onEmote an emote of which a source says more than a line does
 */
export function openChat(
  config: Config,
  { log, registry, onEmote }: Means & Required<Pick<EventSubChatOptions, 'onEmote'>>,
): { readonly chat: ChatSource; readonly irc: TwitchChat } {
  const irc = new TwitchChat({
    url: new URL(config.EMOTIDE_CHAT_URL),
    channelsPerConnection: config.EMOTIDE_CHAT_CHANNELS_PER_CONNECTION,
    connectEveryMs: config.EMOTIDE_CHAT_CONNECT_EVERY_MS,
    joins: { count: config.EMOTIDE_CHAT_JOINS, perMs: config.EMOTIDE_CHAT_JOINS_PER_MS },
    totalJoins: { count: config.EMOTIDE_CHAT_TOTAL_JOINS, perMs: config.EMOTIDE_CHAT_JOINS_PER_MS },
    joinWithinMs: config.EMOTIDE_CHAT_JOIN_WITHIN_MS,
    mailboxLines: config.EMOTIDE_CHAT_MAILBOX_LINES,
    keepAlive: {
      pingAfterMs: config.EMOTIDE_CHAT_PING_AFTER_MS,
      pongWithinMs: config.EMOTIDE_CHAT_PONG_WITHIN_MS,
    },
    reconcileEveryMs: config.EMOTIDE_CHAT_RECONCILE_MS,
    log,
    registry,
  });
  if (config.EMOTIDE_EVENTSUB_CHANNELS.length === 0) return { chat: irc, irc };
  const eventSub = new EventSubChat({
    url: config.EMOTIDE_EVENTSUB_URL,
    api: new EventSubApi({
      helixUrl: config.EMOTIDE_HELIX_URL,
      authUrl: config.EMOTIDE_TWITCH_AUTH_URL,
      readToken: () => readUserToken(config),
      withinMs: HELIX_WITHIN_MS,
    }),
    mailboxLines: config.EMOTIDE_CHAT_MAILBOX_LINES,
    onEmote,
    log,
    registry,
  });
  const overEventSub = new Set(config.EMOTIDE_EVENTSUB_CHANNELS);
  const chat = new RoutedChat([irc, eventSub], (login) => (overEventSub.has(login) ? eventSub : irc));
  return { chat, irc };
}

/** Whom to ask what was said in gaps; undefined where the settings name nobody. */
export function openRecentMessages(config: Config, means: Means): RecentMessages | undefined {
  const url = config.EMOTIDE_RECENT_MESSAGES_URL;
  if (!url) return undefined;
  return new RecentMessages({
    url,
    everyMs: config.EMOTIDE_RECENT_MESSAGES_EVERY_MS,
    longestWaitMs: LONGEST_REPAIR_WAIT_MS,
    withinMs: config.EMOTIDE_RECENT_MESSAGES_WITHIN_MS,
    maxBytes: RECENT_MESSAGES_MB * MB,
    ...means,
  });
}

/** From its file where there is one, as somebody may have renewed it. @throws Error when the file can't be read */
async function readUserToken(config: Config): Promise<string> {
  const { EMOTIDE_TWITCH_USER_TOKEN: token = '', EMOTIDE_TWITCH_USER_TOKEN_FILE: file } = config;
  return file === undefined ? token : (await readFile(file, 'utf8')).trim();
}
