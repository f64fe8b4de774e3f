import { drawAt, toKey } from '../generated/draw';
import { Refusal } from '../refusal';
import type { Directory, ListedChannel } from './directory';
import { GAMES, type Game } from './games';

/** A channel that is live. */
export interface Stream {
  /** Another one each time that the channel goes live. */
  readonly id: string;
  readonly channel: ListedChannel;
  readonly game: Game;
  readonly title: string;
  readonly language: string;
  readonly viewers: number;
  readonly startedAtMs: number;
}

export interface StreamChange {
  readonly isLive?: boolean | undefined;
  readonly title?: string | undefined;
  /** By id or name. */
  readonly game?: string | undefined;
  /** What they drift around from now on. */
  readonly viewers?: number | undefined;
}

/** Who is live, with what, before how many. */
export interface Streams {
  /** The live ones, those with the most viewers first. The order changes as viewers come and go. */
  live(): readonly Stream[];
  ofChannel(id: string): Stream | undefined;
  /** @throws Refusal where there is no such channel or game. */
  change(channelId: string, change: StreamChange): void;
}

const LANGUAGES = ['en', 'en', 'en', 'en', 'es', 'de', 'fr', 'pt', 'ru', 'ja'];
const TITLES = [
  'first time in the deep sea',
  'ranked until we win',
  'building the pier',
  'chill evening',
  'day 12',
];
/** Viewers are counted so often, as on Twitch. */
const COUNT_EVERY_MS = 15_000;
/** Up to so far from the usual, either way. */
const DRIFT = 0.15;

export function createStreams(options: {
  directory: Directory;
  nowMs: () => number;
  startedAtMs: number;
}): Streams {
  const { directory, nowMs, startedAtMs } = options;
  const driftKey = toKey(51);
  const state = new Map(
    directory.channels.map((channel, index) => [
      channel.id,
      {
        channel,
        index,
        isLive: true,
        timesLive: 1,
        game: GAMES[drawAt(toKey(52), index) % GAMES.length] as Game,
        title: TITLES[index % TITLES.length] ?? '',
        language: LANGUAGES[drawAt(toKey(53), index) % LANGUAGES.length] ?? 'en',
        usualViewers: channel.usualViewers,
        startedAtMs: startedAtMs - (drawAt(toKey(54), index) % 21_600_000),
      },
    ]),
  );
  let known:
    { count: number; streams: readonly Stream[]; byChannel: ReadonlyMap<string, Stream> } | undefined;

  const look = (): NonNullable<typeof known> => {
    const count = Math.floor(nowMs() / COUNT_EVERY_MS);
    if (known?.count === count) return known;
    const streams = [...state.values()]
      .filter(({ isLive }) => isLive)
      .map(({ channel, index, timesLive, game, title, language, usualViewers, startedAtMs }): Stream => {
        const draw = drawAt(driftKey, count * 10_007 + index) / 2 ** 32;
        const viewers = Math.round(usualViewers * (1 + (2 * draw - 1) * DRIFT));
        const id = String(40_000_000_000 + timesLive * 100_000 + index);
        return { id, channel, game, title, language, viewers, startedAtMs };
      })
      .sort((a, b) => b.viewers - a.viewers || Number(a.channel.id) - Number(b.channel.id));
    known = { count, streams, byChannel: new Map(streams.map((stream) => [stream.channel.id, stream])) };
    return known;
  };

  return {
    live: () => look().streams,
    ofChannel: (id) => look().byChannel.get(id),
    change(channelId, { isLive, title, game, viewers }) {
      const own = state.get(channelId);
      if (own === undefined) throw new Refusal('no such channel: GET /control/channels lists them', 404);
      if (game !== undefined) {
        const found = GAMES.find(({ id, name }) => id === game || name.toLowerCase() === game.toLowerCase());
        if (found === undefined)
          throw new Refusal(`no such game; there are ${GAMES.map(({ name }) => name).join(', ')}`, 404);
        own.game = found;
      }
      own.title = title ?? own.title;
      own.usualViewers = viewers ?? own.usualViewers;
      if (isLive === true && !own.isLive) {
        own.timesLive += 1;
        own.startedAtMs = nowMs();
      }
      own.isLive = isLive ?? own.isLive;
      known = undefined;
    },
  };
}
