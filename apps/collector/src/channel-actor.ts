import { ChatError, type ChannelSignal } from '@emotide/chat';
import type { ChannelId, ChannelLogin, ChatLine } from '@emotide/domain';
import {
  createChannelState,
  step,
  type ChannelEmotes,
  type ChannelState,
  type CountedLine,
  type DropReason,
} from '@emotide/emotes';
import type { CountedTurn, ReadingSession } from '@emotide/reading';
import { defer, filter, map, retry, takeUntil, timer, type Observable } from 'rxjs';

export interface ActorDependencies {
  /** Cold: subscribing joins the channel. */
  readonly join: (login: ChannelLogin) => Observable<ChannelSignal>;
  /** Ends every actor, after what it holds. */
  readonly stop$: Observable<unknown>;
  readonly nextSession: () => number;
  readonly emotesOf: (channelId: ChannelId) => ChannelEmotes;
  readonly now: () => number;
  readonly random: () => number;
  readonly onDrop: (reason: DropReason | 'before-join' | 'fault', error?: unknown) => void;
  /** A join failed or ended; the actor joins again after `retryInMs`. */
  readonly onInterrupted: (login: ChannelLogin, error: unknown, retryInMs: number) => void;
}

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
  return defer(() => {
    const reader = createReader(login, deps);
    /** In a row, of this channel itself. */
    let failures = 0;
    return defer(() => {
      reader.interrupt();
      return join(login);
    }).pipe(
      map((signal) => {
        if (signal.type === 'lines') return reader.read(signal.lines);
        reader.begin(signal.channelId);
        failures = 0;
        return undefined;
      }),
      // Around the cold source and a map that holds nothing: no line waits here that a retry could lose.
      retry({
        delay: (error: unknown) => {
          if (reachOf(error) === 'channel') failures++;
          const retryInMs = retryWaitMs(error, failures) * (0.5 + random() / 2);
          onInterrupted(login, error, retryInMs);
          return timer(retryInMs);
        },
      }),
      filter(isTurn),
    );
  }).pipe(takeUntil(stop$));
}

/**
 * A broken connection comes back at the chat room's own pace, however often it breaks, so its channels only ask again
 * soon; a channel that Twitch does not confirm is asked ever more rarely.
 */
function retryWaitMs(error: unknown, failures: number): number {
  if (reachOf(error) === 'connection') return FIRST_RETRY_MS;
  if (error instanceof ChatError && error.isLasting) return LASTING_RETRY_MS;
  return Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
}

const reachOf = (error: unknown): ChatError['reach'] =>
  error instanceof ChatError ? error.reach : 'channel';

/** What one actor keeps between its signals, and does with them. */
function createReader(login: ChannelLogin, { now, nextSession, emotesOf, onDrop }: ActorDependencies) {
  let session: ReadingSession | undefined;
  // Outlives the session, so that what came before a reconnect is known again.
  let state: ChannelState | undefined;
  return {
    /** The join is over, or not there yet. */
    interrupt(): void {
      session = undefined;
    },

    /** @throws ChatError when Twitch confirmed the join without saying which room it is */
    begin(channelId: ChannelId | null): void {
      if (channelId === null) throw new ChatError('channel', `#${login}: ROOMSTATE without room-id`);
      if (state?.channelId !== channelId) state = createChannelState(channelId, emotesOf(channelId));
      session = { login, channelId, number: nextSession() };
    },

    read(lines: readonly ChatLine[]): CountedTurn | undefined {
      const nowMs = now();
      const counted: CountedLine[] = [];
      for (const line of lines) {
        if (session === undefined || state === undefined) {
          onDrop('before-join');
          continue;
        }
        try {
          const outcome = step(state, line, nowMs);
          if (outcome.type === 'counted') counted.push(outcome);
          else onDrop(outcome.reason);
        } catch (error) {
          onDrop('fault', error);
        }
      }
      return session === undefined || counted.length === 0 ? undefined : { session, lines: counted };
    },
  };
}

const isTurn = (turn: CountedTurn | undefined): turn is CountedTurn => turn !== undefined;
