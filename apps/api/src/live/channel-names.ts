import { formatU64, type U64 } from '@emotide/domain';

/** Far more than are read at a time; the ones not heard the longest go first. */
const MOST_CHANNELS = 65_536;

/** Latest logins of the channels in the live windows. */
export class ChannelNames {
  /** By id as a number, exact to 2^53, which Twitch's ids are far from. */
  readonly #logins = new Map<number, { readonly channelId: U64; readonly login: string }>();

  note(channelId: U64, login: string): void {
    const key = toKey(channelId);
    if (this.#logins.get(key)?.login === login) return;
    this.#logins.delete(key);
    this.#logins.set(key, { channelId, login });
    if (this.#logins.size > MOST_CHANNELS) this.#logins.delete(this.#logins.keys().next().value!);
  }

  /** Empty for a channel never noted. */
  loginOf(channelId: U64): string {
    return this.#logins.get(toKey(channelId))?.login ?? '';
  }

  /** The id of the one channel with this login, decimal; undefined when there is none, or more than one. */
  find(login: string): string | undefined {
    const found = [...this.#logins.values()].filter((channel) => channel.login === login);
    return found.length === 1 ? formatU64(found[0]!.channelId) : undefined;
  }
}

const toKey = ({ hi, lo }: U64): number => hi * 0x1_0000_0000 + lo;
