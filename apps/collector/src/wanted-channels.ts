import {
  CHANNEL_PLAN_KEY,
  decodeChannelPlan,
  decodeChannelWish,
  isChannelWishKey,
  type ChannelLogin,
  type ChannelWish,
  type PlannedChannel,
} from '@emotide/domain';
import type { SharedValue, SharedValues } from '@emotide/event-log';
import { counter, gauge, type Logger, type Registry } from '@emotide/service-kit';

export interface WantedChannelsOptions {
  /** Wanted whatever the plan says, and without one; not where somebody wished otherwise. */
  readonly always: readonly ChannelLogin[];
  /** The bucket with the scout's plan, and with what people wished. */
  readonly values: Pick<SharedValues, 'follow'>;
  readonly onChange: (came: readonly ChannelLogin[], went: readonly ChannelLogin[]) => void;
  readonly log: Logger;
  readonly registry: Registry;
}

/**
 * The channels that are to be read: those of the settings, and those of the scout's plan while there is one; but of a
 * channel of which somebody wished that it is read, or that it is not, that holds. A channel that takes another name is
 * one that goes and one that comes.
 *
 * A plan or a wish that can't be read is counted, and what was before stays; so does it when the bucket is made anew
 * without one.
 */
export class WantedChannels {
  readonly #options: WantedChannelsOptions;
  /** Viewers by login; undefined of channels that are not in the plan. */
  #wanted: ReadonlyMap<ChannelLogin, number | undefined>;
  readonly #unreadable;
  readonly #following: { stop(): Promise<void> };
  #version: number | undefined;
  #planned: readonly PlannedChannel[] = [];
  /** By key. */
  readonly #wishes = new Map<string, ChannelWish>();

  constructor(options: WantedChannelsOptions) {
    const { always, values, registry } = options;
    this.#options = options;
    this.#wanted = new Map(always.map((login) => [login, undefined]));
    this.#unreadable = counter(
      registry,
      'emotide_plan_unreadable_total',
      'Channel plans and wishes that could not be read; what was before stays',
    );
    gauge(registry, 'emotide_channels_wanted', 'Channels that all collectors together are to read', {
      collect: (g) => g.set(this.#wanted.size),
    });
    this.#following = values.follow({ onValue: (value) => this.#note(value) });
  }

  get logins(): IterableIterator<ChannelLogin> {
    return this.#wanted.keys();
  }

  get size(): number {
    return this.#wanted.size;
  }

  /** Version of the plan that is followed; undefined without one. */
  get planVersion(): number | undefined {
    return this.#version;
  }

  has(login: ChannelLogin): boolean {
    return this.#wanted.has(login);
  }

  /** When the plan was made; undefined where it says nothing. */
  viewersOf(login: ChannelLogin): number | undefined {
    return this.#wanted.get(login);
  }

  stop(): Promise<void> {
    return this.#following.stop();
  }

  #note(value: SharedValue): void {
    if (value.key === CHANNEL_PLAN_KEY) this.#notePlan(value);
    else if (isChannelWishKey(value.key)) this.#noteWish(value);
  }

  #notePlan({ value }: SharedValue): void {
    const plan = value === undefined ? { version: undefined, channels: [] } : decodeChannelPlan(value);
    if (plan === undefined) return this.#countUnreadable('plan');
    this.#planned = plan.channels;
    this.#version = plan.version;
    this.#decide();
  }

  #noteWish({ key, value }: SharedValue): void {
    if (value === undefined) this.#wishes.delete(key);
    else {
      const wish = decodeChannelWish(key, value);
      if (wish === undefined) return this.#countUnreadable('wish');
      this.#wishes.set(key, wish);
    }
    this.#decide();
  }

  #countUnreadable(what: 'plan' | 'wish'): void {
    this.#unreadable.inc();
    this.#options.log.warn({ what }, 'what channels are to be read can not be read; what was before stays');
  }

  #decide(): void {
    const { always, onChange, log } = this.#options;
    const before = this.#wanted;
    const now = new Map<ChannelLogin, number | undefined>(always.map((login) => [login, undefined]));
    for (const { login, viewers } of this.#planned) now.set(login, viewers);
    for (const { login, isWanted } of this.#wishes.values())
      if (!isWanted) now.delete(login);
      else if (!now.has(login)) now.set(login, undefined);
    this.#wanted = now;
    const came = [...now.keys()].filter((login) => !before.has(login));
    const went = [...before.keys()].filter((login) => !now.has(login));
    if (came.length + went.length === 0) return;
    log.info(
      { version: this.#version, came: came.length, went: went.length },
      'other channels are to be read',
    );
    onChange(came, went);
  }
}
