import type { EmoteBook } from '../emote-sets/emote-book';
import type { SetOf } from '../emote-sets/third-party-emote';
import { createAppTokens, type AppTokens } from './app-tokens';
import { createBttv } from './bttv';
import { createBttvSocket } from './bttv-socket';
import type { Directory } from './directory';
import { createFailures, type Failures } from './failures';
import { createFfz } from './ffz';
import type { GivenAnswers } from './given-answers';
import { createHelix, type Helix } from './helix';
import type { PushHub } from './push-socket';
import type { SocketServiceName } from './service';
import { createServiceDesk, type ServiceDesk } from './service-desk';
import { createSevenTv, createSevenTvSetIds } from './seven-tv';
import { createSevenTvEvents } from './seven-tv-events';
import { createStreams, type Streams } from './streams';

export interface ServiceOptions {
  /** The one app that may ask for tokens. */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokenSeconds: number;
  /** Size of Helix's bucket, and how much comes back in a minute. */
  readonly helixPoints: number;
  readonly heartbeatMs: number;
}

export const USUAL_SERVICE_OPTIONS: ServiceOptions = {
  clientId: 'simulatedclient',
  clientSecret: 'simulatedsecret',
  tokenSeconds: 5_000_000,
  helixPoints: 800,
  heartbeatMs: 25_000,
};

/** All that Twitch and the emote providers run beside chat. */
export interface Services {
  readonly desk: ServiceDesk;
  readonly hubs: Readonly<Record<SocketServiceName, PushHub>>;
  readonly failures: Failures;
  readonly streams: Streams;
  readonly tokens: AppTokens;
  readonly helix: Helix;
  stop(): void;
}

export function createServices(options: {
  directory: Directory;
  book: EmoteBook;
  /** What is served: that of the book, or nothing. */
  emotesOf: SetOf;
  given: GivenAnswers;
  options: ServiceOptions;
  nowMs: () => number;
}): Services {
  const { directory, book, emotesOf, given, nowMs } = options;
  const { clientId, clientSecret, tokenSeconds, helixPoints, heartbeatMs } = options.options;
  const startedAtMs = nowMs();
  const streams = createStreams({ directory, nowMs, startedAtMs });
  const tokens = createAppTokens({ clientId, clientSecret, lifeSeconds: tokenSeconds, nowMs });
  const helix = createHelix({
    directory,
    streams,
    tokens,
    given: given.helix,
    pointsAMinute: helixPoints,
    nowMs,
    startedAtMs,
  });
  const loginOf = (channelId: string): string | undefined => directory.byId(channelId)?.login;
  const ids = createSevenTvSetIds(
    directory.channels.map(({ id }) => id),
    given.sevenTvSetIds,
  );
  const failures = createFailures();
  const desk = createServiceDesk(
    {
      oauth2: tokens.service,
      helix: helix.service,
      bttv: createBttv(emotesOf),
      ffz: createFfz(emotesOf, loginOf),
      '7tv': createSevenTv(emotesOf, ids, loginOf),
    },
    failures,
  );
  const hubs = {
    'bttv-socket': createBttvSocket(book),
    '7tv-events': createSevenTvEvents({ book, ids, heartbeatMs, nowMs }),
  };
  return {
    desk,
    hubs,
    failures,
    streams,
    tokens,
    helix,
    stop() {
      for (const hub of Object.values(hubs)) hub.stop();
    },
  };
}
