import { setTimeout as delay } from 'node:timers/promises';
import type { ChannelLogin, ChatLine, ModerationLine } from '@emotide/domain';
import { counter, type Logger, type Registry } from '@emotide/service-kit';
import { Observable } from 'rxjs';
import { z } from 'zod';
import { AskFailed, askJson } from './ask-json';
import { toChatBytes } from './chat-bytes';
import { scanBytes } from './scan-line';
import { scanModeration } from './scan-moderation';

export interface RecentMessagesOptions {
  /** Address of the service up to the channel's login, as `https://recent-messages.robotty.de/api/v2/recent-messages`. */
  readonly url: URL;
  /** Least time between two requests, of all channels together. */
  readonly everyMs: number;
  /** Longest that a request waits for its turn; what would wait longer is not asked at all. */
  readonly longestWaitMs: number;
  /** For the whole answer. */
  readonly withinMs: number;
  readonly maxBytes: number;
  readonly log: Logger;
  readonly registry: Registry;
}

/** What was said and done in a channel lately, in the service's order. */
export interface RecentChat {
  readonly lines: readonly ChatLine[];
  readonly acts: readonly ModerationLine[];
}

/** Why nothing was learnt. */
type Failure = 'too-many' | 'refused' | AskFailed['failure'];

class NothingLearnt extends Error {
  override name = 'NothingLearnt';
  readonly failure: Failure;

  constructor(failure: Failure, message: string) {
    super(message);
    this.failure = failure;
  }
}

const MOST_MESSAGES = 5_000;
const answer = z.object({ messages: z.array(z.string()).max(MOST_MESSAGES), error: z.string().nullish() });

/**
 * A service that remembers what was said in channels, with the interface of robotty's recent-messages v2: raw IRC lines
 * of the last hours, some hundreds a channel. Somebody runs it for nothing, so it is asked slowly and never twice for the
 * same gap.
 *
 * It may have gaps of its own: what it gives repairs, and proves nothing.
 */
export class RecentMessages {
  readonly #options: RecentMessagesOptions;
  readonly #requests;
  #nextAtMs = 0;

  constructor(options: RecentMessagesOptions) {
    this.#options = options;
    this.#requests = counter(
      options.registry,
      'emotide_recent_messages_total',
      'Requests to the recent-messages service, by result',
      ['result'],
    );
  }

  /**
   * What the channel's chat was after `afterMs` (Twitch's time, epoch ms), once; cold, one request for each subscription.
   * Completes without a value where nothing could be learnt: that is counted, and never an error.
   */
  of(login: ChannelLogin, afterMs: number): Observable<RecentChat> {
    return new Observable((subscriber) => {
      const end = new AbortController();
      this.#ask(login, afterMs, end.signal).then(
        (chat) => {
          this.#requests.inc({ result: 'ok' });
          subscriber.next(chat);
          subscriber.complete();
        },
        (error: unknown) => {
          if (end.signal.aborted) return;
          const isKnown = error instanceof NothingLearnt || error instanceof AskFailed;
          const failure: Failure = isKnown ? error.failure : 'no-answer';
          this.#requests.inc({ result: failure });
          this.#options.log.warn({ login, why: (error as Error).message }, 'a gap could not be repaired');
          subscriber.complete();
        },
      );
      return () => end.abort();
    });
  }

  async #ask(login: ChannelLogin, afterMs: number, signal: AbortSignal): Promise<RecentChat> {
    const { url, withinMs, maxBytes } = this.#options;
    await this.#takeTurn(signal);
    const address = new URL(`${url.href.replace(/\/+$/, '')}/${login}`);
    address.searchParams.set('after', String(afterMs));
    const { status, json } = await askJson({ url: address, withinMs, maxBytes, signal });
    if (status !== 200) throw new NothingLearnt('refused', `answered with HTTP ${status}`);
    return toRecentChat(login, json);
  }

  async #takeTurn(signal: AbortSignal): Promise<void> {
    const { everyMs, longestWaitMs } = this.#options;
    const now = performance.now();
    const waitMs = Math.max(0, this.#nextAtMs - now);
    if (waitMs > longestWaitMs) throw new NothingLearnt('too-many', 'too many gaps at once');
    this.#nextAtMs = now + waitMs + everyMs;
    await delay(waitMs, undefined, { signal });
  }
}

/** Lines of another channel, and what is no chat, are left out. */
function toRecentChat(login: ChannelLogin, json: unknown): RecentChat {
  const parsed = answer.safeParse(json);
  if (!parsed.success) throw new NothingLearnt('not-readable', 'answered with no messages');
  const lines: ChatLine[] = [];
  const acts: ModerationLine[] = [];
  for (const raw of parsed.data.messages) {
    const chat = toChatBytes(Buffer.from(raw));
    const scanned = scanBytes(chat);
    if (scanned.type === 'message') {
      if (scanned.line.channelLogin === login) lines.push(scanned.line);
    } else if (
      scanned.type === 'other' &&
      (scanned.command === 'CLEARCHAT' || scanned.command === 'CLEARMSG')
    ) {
      const act = scanModeration(chat, 0, chat.bytes.length);
      if (act?.channelLogin === login) acts.push(act);
    }
  }
  return { lines, acts };
}
