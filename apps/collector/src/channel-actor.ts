import { ChatError, type ChannelSignal, type RecentChat } from '@emotide/chat';
import {
  MESSAGE_FLAGS,
  type ChannelId,
  type ChannelLogin,
  type ChatLine,
  type ModerationLine,
} from '@emotide/domain';
import {
  createChannelState,
  moderationStep,
  step,
  type ChannelEmotes,
  type ChannelState,
  type CountedAct,
  type CountedLine,
  type DropReason,
} from '@emotide/emotes';
import {
  Subject,
  defer,
  exhaustMap,
  filter,
  finalize,
  map,
  merge,
  retry,
  takeUntil,
  timer,
  type Observable,
} from 'rxjs';

/** One uninterrupted reading of a channel: from a confirmed join until that join ends. */
export interface ReadingSession {
  readonly login: ChannelLogin;
  readonly channelId: ChannelId;
  /** Counts 1, 2, 3, … in this process. */
  readonly number: number;
  /** Messages of a gap that were found later, elsewhere: they prove nothing about the time between them. */
  readonly isRepair?: true;
}

/** What a channel's actor gives: what counts of one turn. */
export interface CountedTurn {
  readonly session: ReadingSession;
  readonly lines: readonly CountedLine[];
  /** Of moderators; absent where there is none. */
  readonly acts?: readonly CountedAct[];
}

/** Why something does not count: a message, or with `act-` an act of moderators. */
export type DropCause = DropReason | `act-${DropReason}` | 'before-join' | 'act-before-join' | 'fault';

export interface ActorDependencies {
  /** Cold: subscribing joins the channel. */
  readonly join: (login: ChannelLogin) => Observable<ChannelSignal>;
  /** Ends every actor, after what it holds. */
  readonly stop$: Observable<unknown>;
  readonly nextSession: () => number;
  readonly emotesOf: (channelId: ChannelId) => ChannelEmotes;
  readonly now: () => number;
  readonly random: () => number;
  /**
   * What was said in a channel after a time (Twitch's, epoch ms), asked once after each gap between two readings; cold,
   * never errors. Without it, gaps stay what they are.
   */
  readonly recentChat?: (login: ChannelLogin, afterMs: number) => Observable<RecentChat>;
  readonly onDrop: (reason: DropCause, error?: unknown) => void;
  /** A join failed or ended; the actor joins again after `retryInMs`. */
  readonly onInterrupted: (login: ChannelLogin, error: unknown, retryInMs: number) => void;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 300_000;
/** Twitch's lines come out of order by as much: 0.4 s was measured. */
const DISORDER_MS = 2_000;
/** For so long a message that was read is surely known again; {@link createChannelState} remembers twice as much. */
const SURELY_REMEMBERED_MS = 5 * 60_000;
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
  const { join, stop$, random, onInterrupted, recentChat } = deps;
  return defer(() => {
    const reader = createReader(login, deps);
    /** In a row, of this channel itself. */
    let failures = 0;
    /** One reading of the channel; tells of the gap before it. */
    const readOnce = (onGap: (afterMs: number) => void): Observable<CountedTurn | undefined> =>
      join(login).pipe(
        map((signal) => {
          switch (signal.type) {
            case 'lines':
              return reader.read(signal.lines);
            case 'moderation':
              return reader.moderate(signal.acts);
            case 'joined': {
              const gapAfterMs = reader.begin(signal.channelId);
              failures = 0;
              if (gapAfterMs !== undefined) onGap(gapAfterMs);
              return undefined;
            }
          }
        }),
      );
    return defer(() => {
      reader.interrupt();
      if (recentChat === undefined) return readOnce(() => undefined);
      const gaps = new Subject<number>();
      // One gap a reading; what is asked ends with the reading, however that ends.
      const repairs$ = gaps.pipe(
        exhaustMap((afterMs) => recentChat(login, afterMs).pipe(map((chat) => reader.repair(chat, afterMs)))),
      );
      return merge(repairs$, readOnce((afterMs) => gaps.next(afterMs)).pipe(finalize(() => gaps.complete())));
    }).pipe(
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
  /** Greatest `sentAtMs` that was counted of this room by a reading. */
  let newestMs = -Infinity;
  return {
    /** The join is over, or not there yet. */
    interrupt(): void {
      session = undefined;
    },

    /**
     * @returns from when on messages may be missing that an earlier reading did not hear, Twitch's time; undefined where
     *   there was none
     * @throws ChatError when Twitch confirmed the join without saying which room it is
     */
    begin(channelId: ChannelId | null): number | undefined {
      if (channelId === null) throw new ChatError('channel', `#${login}: ROOMSTATE without room-id`);
      if (state?.channelId !== channelId) {
        state = createChannelState(channelId, emotesOf(channelId));
        newestMs = -Infinity;
      }
      session = { login, channelId, number: nextSession() };
      if (newestMs === -Infinity) return undefined;
      return now() - newestMs < SURELY_REMEMBERED_MS ? newestMs - DISORDER_MS : newestMs;
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
          if (outcome.type === 'counted') {
            counted.push(outcome);
            if (outcome.sentAtMs > newestMs) newestMs = outcome.sentAtMs;
          } else onDrop(outcome.reason);
        } catch (error) {
          onDrop('fault', error);
        }
      }
      return session === undefined || counted.length === 0 ? undefined : { session, lines: counted };
    },

    moderate(acts: readonly ModerationLine[]): CountedTurn | undefined {
      const nowMs = now();
      const counted: CountedAct[] = [];
      for (const act of acts) {
        if (session === undefined || state === undefined) {
          onDrop('act-before-join');
          continue;
        }
        const outcome = moderationStep(state, act, nowMs);
        if (outcome.type === 'counted') counted.push(outcome);
        else onDrop(`act-${outcome.reason}`);
      }
      return session === undefined || counted.length === 0
        ? undefined
        : { session, lines: NO_LINES, acts: counted };
    },

    /** Counts what was said after `afterMs` and is not counted yet, as a session of its own. */
    repair({ lines, acts }: RecentChat, afterMs: number): CountedTurn | undefined {
      if (session === undefined) return undefined;
      const isMissing = ({ sentAtMs }: { sentAtMs: number | null }): boolean =>
        sentAtMs !== null && sentAtMs > afterMs;
      const missing = lines
        .filter(isMissing)
        .map((line) => ({ ...line, flags: line.flags | MESSAGE_FLAGS.HISTORICAL }));
      const newestReadMs = newestMs;
      const said = this.read(missing)?.lines ?? NO_LINES;
      newestMs = newestReadMs;
      const done = this.moderate(acts.filter(isMissing))?.acts;
      if (said.length === 0 && done === undefined) return undefined;
      const { channelId } = session;
      const repair: ReadingSession = { login, channelId, number: nextSession(), isRepair: true };
      return { session: repair, lines: said, ...(done && { acts: done }) };
    },
  };
}

const NO_LINES: readonly CountedLine[] = [];

const isTurn = (turn: CountedTurn | undefined): turn is CountedTurn => turn !== undefined;
