import { ChatError, type ChannelSignal } from '@emotide/chat';
import type { ChannelId, ChannelLogin } from '@emotide/domain';
import {
  createChannelState,
  step,
  type ChannelState,
  type CountedLine,
  type DropReason,
} from '@emotide/emotes';
import { defer, filter, map, retry, takeUntil, timer, type Observable } from 'rxjs';

/** One uninterrupted reading of a channel: from a confirmed join until that join ends. */
export interface ReadingSession {
  readonly login: ChannelLogin;
  readonly channelId: ChannelId;
  /** Counts 1, 2, 3, … in this process. */
  readonly number: number;
}

/** What a channel's actor gives: the messages of one turn that count. */
export interface CountedTurn {
  readonly session: ReadingSession;
  readonly lines: readonly CountedLine[];
}

export interface ActorDependencies {
  /** Cold: subscribing joins the channel. */
  readonly join: (login: ChannelLogin) => Observable<ChannelSignal>;
  /** Ends every actor, after what it holds. */
  readonly stop$: Observable<unknown>;
  readonly nextSession: () => number;
  readonly now: () => number;
  readonly random: () => number;
  readonly onDrop: (reason: DropReason | 'before-join' | 'fault', error?: unknown) => void;
  /** A join failed or ended; the actor joins again after `retryInMs`. */
  readonly onInterrupted: (login: ChannelLogin, error: unknown, retryInMs: number) => void;
}

/**
 * Tries per channel: a broken connection comes back at the chat room's own pace, so the first wait is short; a channel
 * that Twitch does not confirm is asked ever more rarely.
 */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 300_000;
/** Suspended and banned channels come back, but not soon. */
const LASTING_RETRY_MS = 3_600_000;

/**
 * The actor of one joined channel, as one cold pipeline: subscribing joins it, a lost join is retried with back-off,
 * every turn's lines pass {@link step} in one plain loop, stopping parts.
 *
 * It never errors: a line that throws is counted and the next goes on, a failed join is this actor's own matter. So no
 * channel can end or silence another in the merge.
 */
export function channelActor(login: ChannelLogin, deps: ActorDependencies): Observable<CountedTurn> {
  const { join, stop$, random, onInterrupted } = deps;
  const signals$ = defer(() => join(login)).pipe(
    map((signal) => {
      if (signal.type === 'joined' && signal.channelId === null)
        throw new ChatError('channel', `#${login}: ROOMSTATE without room-id`);
      return signal;
    }),
    // Around the cold source only: it holds nothing that a retry could lose.
    retry({
      resetOnSuccess: true,
      delay: (error: unknown, tries) => {
        const isLasting = error instanceof ChatError && error.isLasting;
        const longest = isLasting
          ? LASTING_RETRY_MS
          : Math.min(FIRST_RETRY_MS * 2 ** (tries - 1), LONGEST_RETRY_MS);
        const retryInMs = longest * (0.5 + random() / 2);
        onInterrupted(login, error, retryInMs);
        return timer(retryInMs);
      },
    }),
  );
  return defer(() => {
    const toTurn = createReader(login, deps);
    return signals$.pipe(map(toTurn), filter(isTurn));
  }).pipe(takeUntil(stop$));
}

/** What the actor does with each signal: a new session at a join, counted lines for a turn's lines. */
function createReader(login: ChannelLogin, { now, nextSession, onDrop }: ActorDependencies) {
  let session: ReadingSession | undefined;
  // Outlives the session, so that what came before a reconnect is known again.
  let state: ChannelState | undefined;
  return (signal: ChannelSignal): CountedTurn | undefined => {
    if (signal.type === 'joined') {
      const channelId = signal.channelId!;
      if (state?.channelId !== channelId) state = createChannelState(channelId);
      session = { login, channelId, number: nextSession() };
      return undefined;
    }
    const nowMs = now();
    const lines: CountedLine[] = [];
    for (const line of signal.lines) {
      if (state === undefined) {
        onDrop('before-join');
        continue;
      }
      try {
        const outcome = step(state, line, nowMs);
        if (outcome.type === 'counted') lines.push(outcome);
        else onDrop(outcome.reason);
      } catch (error) {
        onDrop('fault', error);
      }
    }
    return session === undefined || lines.length === 0 ? undefined : { session, lines };
  };
}

const isTurn = (turn: CountedTurn | undefined): turn is CountedTurn => turn !== undefined;
