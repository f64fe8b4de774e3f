import { parseChannelLogin, type ChannelLogin } from '@emotide/domain';
import { UNSOUND_TERM, chatterEnv, eventLogEnv, hasSoundTerm, leaseEnv } from '@emotide/event-log';
import { serviceEnv } from '@emotide/service-kit';
import { storeEnv } from '@emotide/store';
import { z } from 'zod';

const whole = z.coerce.number().int().positive();
/** Far more than a timer takes would fire at once. */
const milliseconds = whole.min(100).max(86_400_000);
/** A base URL without a login: one in it would end up in logs. */
const baseUrl = (protocol: RegExp) =>
  z
    .url({ protocol, error: `must be a URL of ${protocol.source}` })
    .transform((text) => new URL(text))
    .refine(({ username, password }) => username + password === '', 'must hold no login');
const http = baseUrl(/^https?$/);
const socket = baseUrl(/^wss?$/);
/** Words, separated by commas or spaces. */
const words = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean));
/** Streams are asked for each of these apart. */
const MAX_FILTERS = 20;

const logins = words.transform((names, context): ChannelLogin[] => {
  const parsed = new Set<ChannelLogin>();
  for (const name of names) {
    const login = parseChannelLogin(name);
    if (login !== undefined) parsed.add(login);
    else context.addIssue(`${JSON.stringify(name.slice(0, 40))} is no channel name`);
  }
  return [...parsed];
});

const settings = serviceEnv.extend({
  ...eventLogEnv.shape,
  ...storeEnv.shape,
  ...leaseEnv.shape,

  /** An application registered at dev.twitch.tv; without one, all is done that needs no Helix. */
  EMOTIDE_TWITCH_CLIENT_ID: z.string().min(1).max(256).optional(),
  EMOTIDE_TWITCH_CLIENT_SECRET: z.string().min(1).max(256).optional(),

  /** Where providers are asked. Default: the real ones. */
  EMOTIDE_TWITCH_AUTH_URL: http.optional(),
  EMOTIDE_HELIX_URL: http.optional(),
  EMOTIDE_BTTV_URL: http.optional(),
  EMOTIDE_BTTV_SOCKET_URL: socket.optional(),
  EMOTIDE_FFZ_URL: http.optional(),
  EMOTIDE_SEVENTV_URL: http.optional(),
  EMOTIDE_SEVENTV_EVENTS_URL: socket.optional(),
  /** Requests a second to each of BTTV, FFZ and 7TV, at most. Helix says its own limit. */
  EMOTIDE_PROVIDER_REQUESTS_PER_SECOND: whole.max(1_000).default(20),

  /** How many of the live channels with the most viewers are read; 0: none are looked for. */
  EMOTIDE_DISCOVER_CHANNELS: z.coerce.number().int().min(0).max(10_000).default(0),
  /** Only streams of these games, by Twitch's id … */
  EMOTIDE_DISCOVER_GAMES: words
    .refine((ids) => ids.every((id) => /^\d{1,20}$/.test(id)), 'must be numeric ids of games')
    .prefault(''),
  /** … and in these languages (`en`, `es`, …, `other`). */
  EMOTIDE_DISCOVER_LANGUAGES: words
    .refine((all) => all.every((language) => /^[a-z][a-z-]{1,15}$/.test(language)), 'must be languages')
    .prefault(''),
  /** Channels that are in the plan whoever else is, as `forsen, xqc`. */
  EMOTIDE_CHANNELS: logins.prefault(''),
  EMOTIDE_DISCOVER_EVERY_MS: milliseconds.default(60_000),

  /** How often it is looked at who is live, with what. */
  EMOTIDE_STREAM_STATES_EVERY_MS: milliseconds.default(60_000),
  EMOTIDE_GLOBAL_EMOTES_EVERY_MS: milliseconds.default(1_800_000),
  /** How often a channel's emotes are read, give or take a quarter; changes on live sockets come at once. */
  EMOTIDE_CHANNEL_EMOTES_EVERY_MS: milliseconds.default(1_800_000),
  /** The same for FFZ, which has no live updates. */
  EMOTIDE_FFZ_EMOTES_EVERY_MS: milliseconds.default(600_000),
  /** How often the warehouse is asked which channels are being read … */
  EMOTIDE_HEARD_EVERY_MS: milliseconds.default(1_000),
  /** … and for how many days after that a channel's emotes are kept up. */
  EMOTIDE_HEARD_DAYS: whole.max(365).default(2),
  /** How often channels that left are looked for … */
  EMOTIDE_FORGET_CHANNELS_EVERY_MS: milliseconds.default(3_600_000),
  /** … whose emotes are taken out of the log's bucket so many days after they were last read. */
  EMOTIDE_FORGET_CHANNELS_DAYS: whole.max(365).default(7),
  /** How often it is looked for emotes that were used and whose class nobody knows. */
  EMOTIDE_LEARN_EVERY_MS: milliseconds.default(60_000),

  /** Names of chatters are learnt where their ids are kept, and nowhere else. */
  EMOTIDE_USERS: chatterEnv.shape.EMOTIDE_USERS,
  EMOTIDE_NAME_CHATTERS_EVERY_MS: milliseconds.default(300_000),
  /** How often the two copies of the opt-outs are compared. */
  EMOTIDE_OPT_OUTS_EVERY_MS: milliseconds.default(60_000),

  /** A JSON array of themes, beside the shipped ones and instead of those with the same slug. */
  EMOTIDE_THEMES_FILE: z.string().min(1).optional(),
  EMOTIDE_THEMES_EVERY_MS: milliseconds.default(60_000),
});

export type ScoutConfig = z.output<typeof settings>;

export const scoutEnv = settings
  .refine(
    ({ EMOTIDE_TWITCH_CLIENT_ID: id, EMOTIDE_TWITCH_CLIENT_SECRET: secret }) =>
      (id === undefined) === (secret === undefined),
    { path: ['EMOTIDE_TWITCH_CLIENT_SECRET'], error: 'id and secret need each other' },
  )
  .refine(
    ({ EMOTIDE_DISCOVER_GAMES: games, EMOTIDE_DISCOVER_LANGUAGES: languages }) =>
      Math.max(1, games.length) * Math.max(1, languages.length) <= MAX_FILTERS,
    { path: ['EMOTIDE_DISCOVER_GAMES'], error: `more than ${MAX_FILTERS} pairs of game and language` },
  )
  .refine(hasSoundTerm, UNSOUND_TERM);
