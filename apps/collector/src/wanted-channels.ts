import { CHANNEL_PLAN_KEY, decodeChannelPlan, type ChannelLogin } from '@emotide/domain';
import type { SharedValue, SharedValues } from '@emotide/event-log';
import { counter, gauge, type Logger, type Registry } from '@emotide/service-kit';

export interface WantedChannelsOptions {
  /** Wanted whatever the plan says, and without one. */
  readonly always: readonly ChannelLogin[];
  /** The bucket that the scout writes. */
  readonly values: Pick<SharedValues, 'follow'>;
  readonly onChange: (came: readonly ChannelLogin[], went: readonly ChannelLogin[]) => void;
  readonly log: Logger;
  readonly registry: Registry;
}

/**
 * The channels that are to be read: those of the settings, and those of the scout's plan while there is one. A channel
 * that takes another name is one that goes and one that comes.
 *
 * A plan that can't be read is counted, and the one before stays; so does it when the bucket is made anew without one.
 */
export class WantedChannels {
  readonly #options: WantedChannelsOptions;
  /** Viewers by login; undefined of channels that are not in the plan. */
  #wanted: ReadonlyMap<ChannelLogin, number | undefined>;
  readonly #unreadable;
  readonly #following: { stop(): Promise<void> };
  #version: number | undefined;

  constructor(options: WantedChannelsOptions) {
    const { always, values, registry } = options;
    this.#options = options;
    this.#wanted = new Map(always.map((login) => [login, undefined]));
    this.#unreadable = counter(
      registry,
      'emotide_plan_unreadable_total',
      'Channel plans that could not be read; the one before stays',
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

  #note({ key, value }: SharedValue): void {
    if (key !== CHANNEL_PLAN_KEY) return;
    const plan = value === undefined ? { version: undefined, channels: [] } : decodeChannelPlan(value);
    if (plan === undefined) {
      this.#unreadable.inc();
      this.#options.log.warn('the channel plan can not be read; the one before stays');
      return;
    }
    const { always, onChange, log } = this.#options;
    const before = this.#wanted;
    const now = new Map<ChannelLogin, number | undefined>(always.map((login) => [login, undefined]));
    for (const { login, viewers } of plan.channels) now.set(login, viewers);
    this.#wanted = now;
    this.#version = plan.version;
    const came = [...now.keys()].filter((login) => !before.has(login));
    const went = [...before.keys()].filter((login) => !now.has(login));
    if (came.length + went.length === 0) return;
    log.info({ version: plan.version, came: came.length, went: went.length }, 'the channel plan has changed');
    onChange(came, went);
  }
}
