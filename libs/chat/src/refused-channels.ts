import { JOIN_REFUSAL_REASONS, type ChannelLogin, type JoinRefusalReason } from '@emotide/domain';
import type { JoinRefusal } from './chat-error';

/** Who still wants a channel that is lastingly refused asks again within the hour, which renews the mark. */
const KEPT_MS = 2 * 3_600_000;
/** The oldest go first. */
const MOST = 10_000;

/** Channels that Twitch did not let us read when it was last asked, and why. */
export class RefusedChannels {
  /** The oldest first. */
  readonly #refusals = new Map<ChannelLogin, JoinRefusal & { readonly atMs: number }>();

  add(login: ChannelLogin, refusal: JoinRefusal, nowMs: number): void {
    this.#refusals.delete(login);
    this.#refusals.set(login, { ...refusal, atMs: nowMs });
    if (this.#refusals.size > MOST) this.#refusals.delete(this.#refusals.keys().next().value!);
  }

  /** It was joined. */
  delete(login: ChannelLogin): void {
    this.#refusals.delete(login);
  }

  all(nowMs: number): ReadonlyMap<ChannelLogin, JoinRefusal> {
    for (const [login, { atMs }] of this.#refusals) {
      if (nowMs - atMs < KEPT_MS) break;
      this.#refusals.delete(login);
    }
    return this.#refusals;
  }

  /** How many there are of each reason, those without any included. */
  counts(nowMs: number): Record<JoinRefusalReason, number> {
    const counts = Object.fromEntries(JOIN_REFUSAL_REASONS.map((reason) => [reason, 0])) as Record<
      JoinRefusalReason,
      number
    >;
    for (const { reason } of this.all(nowMs).values()) counts[reason]++;
    return counts;
  }
}
