import {
  channelWishKey,
  decodeChannelWish,
  encodeChannelWish,
  isChannelWishKey,
  parseChannelLogin,
  type ChannelLogin,
  type ChannelWish,
} from '@emotide/domain';
import type { SharedValues } from '@emotide/event-log';
import { UsageError } from '@emotide/service-kit';

/** As many as a plan may name. */
const MOST_WISHES = 20_000;
const MOST_AT_ONCE = 100;

/** What somebody wished of channels: that they are read, or that they are not. Whoever reads chat follows the same. */
export class ChannelWishes {
  readonly #values: Pick<SharedValues, 'follow' | 'put' | 'remove'>;
  readonly #following: { stop(): Promise<void> };
  readonly #wishes = new Map<string, ChannelWish>();

  /** @param values the bucket `channel-plan` */
  constructor(values: Pick<SharedValues, 'follow' | 'put' | 'remove'>) {
    this.#values = values;
    this.#following = values.follow({
      onValue: ({ key, value }) => {
        if (isChannelWishKey(key)) this.#note(key, value);
      },
      onReplaced: () => this.#wishes.clear(),
    });
  }

  /** By login. */
  list(): readonly ChannelWish[] {
    return [...this.#wishes.values()].sort((a, b) => (a.login < b.login ? -1 : 1));
  }

  /**
   * From now on each of these channels is read, or is not, whatever the plan and the settings say.
   *
   * @param nowMs epoch ms
   * @throws UsageError for a name that no channel can have, or too many. @throws LogUnavailable some may be noted
   */
  async set(names: readonly string[], isWanted: boolean, nowMs: number): Promise<readonly ChannelWish[]> {
    const wishes = parseLogins(names).map((login): ChannelWish => ({ login, isWanted, sinceMs: nowMs }));
    const isNew = ({ login }: ChannelWish): boolean => !this.#wishes.has(channelWishKey(login));
    if (this.#wishes.size + wishes.filter(isNew).length > MOST_WISHES)
      throw new UsageError(`there can be wishes of ${MOST_WISHES} channels; release some`);
    for (const wish of wishes) {
      const bytes = encodeChannelWish(wish);
      await this.#values.put(channelWishKey(wish.login), bytes);
      this.#note(channelWishKey(wish.login), bytes);
    }
    return wishes;
  }

  /** From now on plan and settings decide of these channels. @throws as {@link set} */
  async release(names: readonly string[]): Promise<void> {
    for (const login of parseLogins(names)) {
      await this.#values.remove(channelWishKey(login));
      this.#note(channelWishKey(login), undefined);
    }
  }

  stop(): Promise<void> {
    return this.#following.stop();
  }

  #note(key: string, value: Uint8Array | undefined): void {
    const wish = value === undefined ? undefined : decodeChannelWish(key, value);
    if (wish === undefined) this.#wishes.delete(key);
    else this.#wishes.set(key, wish);
  }
}

function parseLogins(names: readonly string[]): readonly ChannelLogin[] {
  if (names.length === 0 || names.length > MOST_AT_ONCE)
    throw new UsageError(`name 1 to ${MOST_AT_ONCE} channels`);
  const logins = names.map((name) => {
    const login = parseChannelLogin(name);
    if (login === undefined) throw new UsageError(`${JSON.stringify(name.slice(0, 40))} is no channel name`);
    return login;
  });
  return [...new Set(logins)];
}
