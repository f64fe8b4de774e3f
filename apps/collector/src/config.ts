import { MAX_EVENTSUB_CHANNELS, TWITCH_PACE } from '@emotide/chat';
import { parseChannelLogin, type ChannelLogin } from '@emotide/domain';
import {
  KEY_MISSING,
  MAX_SLOTS,
  UNSOUND_TERM,
  chatterEnv,
  eventLogEnv,
  hasNeededKey,
  hasSoundTerm,
  leaseEnv,
} from '@emotide/event-log';
import { serviceEnv } from '@emotide/service-kit';
import { z } from 'zod';

const whole = z.coerce.number().int().positive();
/** Milliseconds. Far more than a timer takes would fire at once. */
const milliseconds = whole.max(86_400_000);

/** Channel names, separated by commas or spaces. */
const channelList = z.string().transform((text, context): ChannelLogin[] => {
  const logins = new Set<ChannelLogin>();
  for (const name of text.split(/[\s,]+/).filter(Boolean)) {
    const login = parseChannelLogin(name);
    if (login !== undefined) logins.add(login);
    else context.addIssue(`${JSON.stringify(name.slice(0, 40))} is no channel name`);
  }
  return [...logins];
});

/** tmi.js, which opens the connection, knows TLS on port 443 only and would take no notice of a path or a user. */
const chatUrl = z.string().refine(
  (text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, port, pathname, search, hash, username, password } = new URL(text);
    if (protocol === 'wss:' ? port !== '' : protocol !== 'ws:' || port === '443') return false;
    return pathname === '/' && search + hash + username + password === '';
  },
  { error: 'must be wss://host (port 443) or ws://host:port, and nothing more' },
);

const baseUrl = (protocol: RegExp) =>
  z
    .url({ protocol, error: `must be a URL of ${protocol.source}` })
    .transform((text) => new URL(text))
    .refine(
      ({ username, password, search, hash }) => username + password + search + hash === '',
      'must hold no login, query or fragment',
    );
const userToken = z.string().regex(/^[\x21-\x7e]{1,4096}$/, 'must be a token without `oauth:` or spaces');

const settings = serviceEnv.extend({
  /** Channels to read whatever the scout's plan says, as `forsen, xqc`; those of the plan are read beside. */
  EMOTIDE_CHANNELS: channelList.prefault(''),
  EMOTIDE_CHAT_URL: chatUrl.default('wss://irc-ws.chat.twitch.tv'),
  EMOTIDE_CHAT_CHANNELS_PER_CONNECTION: whole.default(TWITCH_PACE.channelsPerConnection),
  EMOTIDE_CHAT_CONNECT_EVERY_MS: milliseconds.default(TWITCH_PACE.connectEveryMs),
  /** Joins per connection in EMOTIDE_CHAT_JOINS_PER_MS. Twitch allows 20 in 10 s; clients use 18 in 12.5 s. */
  EMOTIDE_CHAT_JOINS: whole.default(TWITCH_PACE.joins.count),
  EMOTIDE_CHAT_JOINS_PER_MS: milliseconds.default(TWITCH_PACE.joins.perMs),
  /** The same of all connections of this process together; loggers send 560 to 2,000 from one address, and live. */
  EMOTIDE_CHAT_TOTAL_JOINS: whole.default(TWITCH_PACE.totalJoins.count),
  /** How long the answer to a JOIN may take, before it is sent once more, and then given up. */
  EMOTIDE_CHAT_JOIN_WITHIN_MS: milliseconds.default(TWITCH_PACE.joinWithinMs),
  /** Silence of a connection after which a PING is sent … */
  EMOTIDE_CHAT_PING_AFTER_MS: milliseconds.default(15_000),
  /** … and how long after it something must be heard. */
  EMOTIDE_CHAT_PONG_WITHIN_MS: milliseconds.default(10_000),
  /** How often channels that are wanted and that are joined are compared. */
  EMOTIDE_CHAT_RECONCILE_MS: milliseconds.default(3_600_000),
  EMOTIDE_CHAT_MAILBOX_LINES: whole.default(65_536),

  /**
   * Channels that authorised the user of the token below, read over EventSub instead of IRC. A connection has room for
   * {@link MAX_EVENTSUB_CHANNELS}, and Twitch allows a user three.
   */
  EMOTIDE_EVENTSUB_CHANNELS: channelList
    .refine((logins) => logins.length <= MAX_EVENTSUB_CHANNELS, `more than ${MAX_EVENTSUB_CHANNELS} channels`)
    .prefault(''),
  EMOTIDE_EVENTSUB_URL: baseUrl(/^wss?$/).prefault('wss://eventsub.wss.twitch.tv/ws'),
  /** A user access token with the scope `user:read:chat` … */
  EMOTIDE_TWITCH_USER_TOKEN: userToken.optional(),
  /** … or a file that holds it, read again whenever one is refused: tokens last some hours, and others renew them. */
  EMOTIDE_TWITCH_USER_TOKEN_FILE: z.string().min(1).optional(),
  EMOTIDE_HELIX_URL: baseUrl(/^https?$/).prefault('https://api.twitch.tv/helix/'),
  EMOTIDE_TWITCH_AUTH_URL: baseUrl(/^https?$/).prefault('https://id.twitch.tv/oauth2/'),

  /**
   * A service with the interface of recent-messages v2, up to the channel's login; it is asked once for each channel and
   * gap. Without it gaps are not repaired.
   */
  EMOTIDE_RECENT_MESSAGES_URL: baseUrl(/^https?$/).optional(),
  /** Least time between two requests to it. */
  EMOTIDE_RECENT_MESSAGES_EVERY_MS: milliseconds.default(250),
  EMOTIDE_RECENT_MESSAGES_WITHIN_MS: milliseconds.default(10_000),

  ...eventLogEnv.shape,
  ...leaseEnv.shape,
  /** Channels lie in so many slots, which all collectors share; the same for all of them. */
  EMOTIDE_CHANNEL_SLOTS: whole.max(MAX_SLOTS).default(64),
  /**
   * How long others may take to begin with what this process reads, when it is stopped by SIGTERM; what is left then is
   * given up, with a gap. 15 s beside the joins. Whoever stops it must wait for longer than this.
   */
  EMOTIDE_HANDOVER_WITHIN_MS: milliseconds.default(90_000),

  /** A batch is closed when its first line is this old … */
  EMOTIDE_BATCH_MS: milliseconds.default(10),
  /** … or when it holds this many rows. */
  EMOTIDE_BATCH_ROWS: whole.default(4_096),
  /** A batch that holds so many rows when it is EMOTIDE_BATCH_MS old goes on … */
  EMOTIDE_BATCH_BUSY_ROWS: whole.default(256),
  /** … until it is this old. */
  EMOTIDE_BATCH_BUSY_MS: milliseconds.default(40),
  EMOTIDE_PUBLISH_WINDOW_BATCHES: whole.default(256),
  EMOTIDE_PUBLISH_WINDOW_MB: whole.default(16),
  /**
   * Batches kept while the log is away or slow. Past it, chat is no longer read until there is room while the log is
   * slow; while it is away, the oldest are dropped, and recorded as losses.
   */
  EMOTIDE_PUBLISH_BUFFER_MB: whole.default(128),

  /**
   * Of so many messages one is traced: each step of its way is logged, here and in all services behind, under one number.
   * Chosen by the message's id. 0: none.
   */
  EMOTIDE_TRACE_ONE_IN: z.coerce.number().int().min(0).max(0xffff_ffff).default(0),

  ...chatterEnv.shape,
});

export const collectorEnv = settings
  .refine(hasNeededKey, KEY_MISSING)
  .refine(
    ({
      EMOTIDE_EVENTSUB_CHANNELS: some,
      EMOTIDE_TWITCH_USER_TOKEN: token,
      EMOTIDE_TWITCH_USER_TOKEN_FILE: file,
    }) => some.length === 0 || token !== undefined || file !== undefined,
    { path: ['EMOTIDE_TWITCH_USER_TOKEN'], error: 'needed for EMOTIDE_EVENTSUB_CHANNELS, or its file' },
  )
  .refine(hasSoundTerm, UNSOUND_TERM);
