import { formatU64, messageKey, parseDecimalId, type ChannelId, type ChannelLogin } from '@emotide/domain';
import { createChannelState, type ChannelState } from '@emotide/emotes';
import { coverageOfChannel, findChannels, type CoverageRow, type Store } from '@emotide/store';
import type { ChannelEmotesAt } from './emotes-at';
import { ChannelCoverage } from './channel-coverage';
import type { CoveredSpan } from './covered-span';
import type { FileLine } from './read-messages';

/** One channel over a whole import. */
export interface ImportChannel {
  readonly channelId: ChannelId;
  readonly login: ChannelLogin;
  readonly state: ChannelState;
  /** Nothing sent at this time or later is taken: who reads the channel live may have it, and not have told yet. */
  readonly beforeMs: number;
  /** Sets which third-party emotes there were. */
  readonly emotesAt: ChannelEmotesAt;
}

interface KnownChannel extends ImportChannel {
  readonly rows: readonly CoverageRow[];
  readonly coverage: ChannelCoverage;
}

export interface ImportChannelsOptions {
  readonly store: Store;
  /** When the import began, epoch ms: from then on a channel may be read live. */
  readonly beganAtMs: number;
  readonly now: () => number;
  readonly emotesOf: (channelId: ChannelId) => ChannelEmotesAt;
  /** The login to write where neither the file nor the warehouse knows one. */
  readonly fallbackLogin: ChannelLogin | undefined;
}

/** A live line may wait in a collector for so long while the log is away, before anybody here can know of it. */
const LIVE_LEEWAY_MS = 10 * 60_000;
const SECOND_MS = 1_000;

/**
 * The channels of an import: who has read them when, and what was counted lately, so that the files of one channel, one after
 * another, count every message once.
 */
export class ImportChannels {
  readonly #options: ImportChannelsOptions;
  readonly #byId = new Map<ChannelId, KnownChannel>();
  /** Rooms by the login under which a file or the warehouse named them last; null when nobody knows. */
  readonly #idByLogin = new Map<ChannelLogin, ChannelId | null>();

  constructor(options: ImportChannelsOptions) {
    this.#options = options;
  }

  /** The channel of a line; undefined when it has to be {@link open}ed first. */
  find({ channelId, channelLogin }: FileLine): ImportChannel | null | undefined {
    const id = channelId ?? (channelLogin === null ? null : this.#idByLogin.get(channelLogin));
    return id === null || id === undefined ? id : this.#byId.get(id);
  }

  /**
   * Learns of the channel what the warehouse knows.
   *
   * @returns null when nobody knows which room it is
   * @throws StoreUnavailable repeat
   */
  async open(line: FileLine): Promise<ImportChannel | null> {
    const { channelLogin } = line;
    const channelId = line.channelId ?? (await this.#idOf(channelLogin));
    if (channelLogin !== null && (line.channelId !== null || !this.#idByLogin.has(channelLogin)))
      this.#idByLogin.set(channelLogin, channelId);
    if (channelId === null || parseDecimalId(channelId) === undefined) return null;
    let known = this.#byId.get(channelId);
    if (known === undefined) {
      known = await this.#learn(channelId, channelLogin);
      this.#byId.set(channelId, known);
    }
    return known;
  }

  /** What is covered of a channel for whoever reads for this session, whose own reading does not count. */
  coverageFor(channel: ImportChannel, session: string): ChannelCoverage {
    const { rows, coverage } = this.#byId.get(channel.channelId)!;
    return rows.some((row) => row.session === session)
      ? new ChannelCoverage(rows.filter((row) => row.session !== session).map(toSpan))
      : coverage;
  }

  /** A file was read: what it covers is covered for the files behind it. */
  addSpan(channel: ImportChannel, span: CoveredSpan): void {
    this.#byId.get(channel.channelId)!.coverage.add(span);
  }

  async #learn(channelId: ChannelId, login: ChannelLogin | null): Promise<KnownChannel> {
    const { store, emotesOf, beganAtMs, now } = this.#options;
    const askedAtMs = now();
    const rows = await coverageOfChannel(store, { channelId });
    const isLive = rows.some((row) => row.isLive);
    const emotesAt = emotesOf(channelId);
    return {
      channelId,
      login: login ?? (await this.#loginOf(channelId)),
      state: createChannelState(channelId, emotesAt.emotes),
      emotesAt,
      beforeMs: isLive ? Math.min(beganAtMs, askedAtMs - LIVE_LEEWAY_MS) : beganAtMs,
      rows,
      coverage: new ChannelCoverage(rows.map(toSpan)),
    };
  }

  async #idOf(login: ChannelLogin | null): Promise<ChannelId | null> {
    if (login === null) return null;
    const known = this.#idByLogin.get(login);
    if (known !== undefined) return known;
    const [found] = await findChannels(this.#options.store, { login });
    return (found?.channelId ?? null) as ChannelId | null;
  }

  async #loginOf(channelId: ChannelId): Promise<ChannelLogin> {
    const [found] = await findChannels(this.#options.store, { channelIds: [channelId] });
    return (found?.login ?? this.#options.fallbackLogin ?? channelId) as ChannelLogin;
  }
}

/** The session of a file's messages of one channel, as the warehouse has it. */
export function sessionOf(source: string, channelId: ChannelId): string {
  return formatU64(messageKey(`${source} ${Number(channelId)}`));
}

function toSpan({ fromMs, toMs }: CoverageRow): CoveredSpan {
  return { fromMs, toMs: toMs + SECOND_MS - 1 };
}
