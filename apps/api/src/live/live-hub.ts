import type { ExecutionResult } from 'graphql';
import { toApiError } from '../api-error';

/** A socket, as far as the hub knows one. */
export interface Subscriber {
  readonly isOpen: boolean;
  /** Bytes handed over that the network has not taken yet. */
  readonly bufferedBytes: number;
  send(text: string): void;
}

/** What stands around an answer on the wire. */
export interface Frame {
  readonly head: string;
  readonly tail: string;
}

/** What graphql-ws takes for a running subscription: it only ever ends. */
export type SilentSubscription = AsyncGenerator<never, undefined, undefined>;

/** Starts a subscription operation. What it gives, errors too, is fit to be shown. */
export type RunOperation = () => Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;

/** Told as it happens. */
export interface HubObserver {
  /** A new answer of an operation goes to so many. */
  onAnswer?(subscribers: number): void;
  onPush(): void;
  /** A subscriber was too slow for a message; it gets the latest as soon as it has room. */
  onSkip(): void;
}

export interface LiveHubOptions {
  /** Distinct operations at a time. */
  readonly mostGroups: number;
  /** Bytes waiting in a socket from which on it is too slow for another message. */
  readonly mostBufferedBytes: number;
  /** How long an operation that nobody hears is kept, so that a page loaded again finds it running. */
  readonly lingerMs: number;
  /** How often slow subscribers are tried again. */
  readonly retryMs: number;
  readonly observer: HubObserver;
}

export interface LiveHub {
  /** Distinct operations running. */
  readonly groups: number;
  readonly subscribers: number;
  /**
   * Joins a subscriber to the operation of that key, which starts when this is the first one. From then on the hub writes
   * the answers to the subscriber itself, each in the frame.
   *
   * @returns what ends with the subscription, or the answer of an operation that could not start
   * @throws GraphQLError TOO_MANY when there would be too many distinct operations
   */
  attach(
    key: string,
    run: RunOperation,
    frame: Frame,
    subscriber: Subscriber,
  ): Promise<ExecutionResult | SilentSubscription>;
  /** Ends all operations; their subscribers are told that they are complete. */
  stop(): void;
}

/** Sockets written in one go; more would keep everything else waiting too long (some 10 µs each). */
const SLICE = 512;

interface Sink {
  readonly subscriber: Subscriber;
  readonly frame: Frame;
  /** Number of the last payload sent, and of the last one skipped. */
  sent: number;
  skipped: number;
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
}

interface Group {
  readonly key: string;
  readonly sinks: Set<Sink>;
  /** Subscribers who wait for the operation to start. */
  joining: number;
  /** The latest answer as JSON and its number; 0 before the first one. */
  payload: string;
  number: number;
  isFlushing: boolean;
  linger: NodeJS.Timeout | undefined;
  source: AsyncIterator<ExecutionResult> | undefined;
  isOver: boolean;
  /** The answer of an operation that could not start. */
  started: Promise<ExecutionResult | undefined>;
}

/**
 * Runs each distinct operation once, whoever asks for it, serialises its answer once, and writes the same text to all.
 *
 * Ten thousand subscribers that were executed for one by one would need more than a core (measured here, two shared
 * cores: 80 to 130 µs an answer); this way an answer costs a socket write. A socket that does not keep up loses answers
 * in between, never the latest.
 */
export function createLiveHub(options: LiveHubOptions): LiveHub {
  const { mostGroups, mostBufferedBytes, lingerMs, retryMs, observer } = options;
  const groups = new Map<string, Group>();
  /** Groups that nobody hears, the longest silent first. */
  const lingering = new Set<Group>();
  const lagging = new Map<Sink, Group>();
  let subscribers = 0;
  let retry: NodeJS.Timeout | undefined;

  const push = (sink: Sink, group: Group): void => {
    const { subscriber } = sink;
    if (sink.sent === group.number || !subscriber.isOpen) return;
    if (subscriber.bufferedBytes > mostBufferedBytes) {
      if (sink.skipped !== group.number) observer.onSkip();
      sink.skipped = group.number;
      lagging.set(sink, group);
      retry ??= setTimeout(retryLagging, retryMs);
      return;
    }
    sink.sent = group.number;
    subscriber.send(`${sink.frame.head}${group.payload}${sink.frame.tail}`);
    observer.onPush();
  };

  const retryLagging = (): void => {
    retry = undefined;
    const tried = [...lagging];
    lagging.clear();
    for (const [sink, group] of tried) if (group.sinks.has(sink)) push(sink, group);
  };

  /** At most one pass at a time, so that nobody gets an older answer after a newer one. */
  const flush = async (group: Group): Promise<void> => {
    if (group.isFlushing) return;
    group.isFlushing = true;
    let number: number;
    do {
      number = group.number;
      let written = 0;
      for (const sink of group.sinks) {
        push(sink, group);
        if (++written % SLICE === 0) await new Promise(setImmediate);
      }
    } while (number !== group.number);
    group.isFlushing = false;
  };

  const close = (group: Group): void => {
    if (group.isOver) return;
    group.isOver = true;
    clearTimeout(group.linger);
    lingering.delete(group);
    if (groups.get(group.key) === group) groups.delete(group.key);
    void group.source?.return?.();
  };

  const lingerIfUnheard = (group: Group): void => {
    if (group.sinks.size > 0 || group.joining > 0 || group.isOver) return;
    lingering.add(group);
    group.linger = setTimeout(() => close(group), lingerMs);
  };

  const follow = async (group: Group, source: AsyncIterable<ExecutionResult>): Promise<void> => {
    const iterator = source[Symbol.asyncIterator]();
    group.source = iterator;
    try {
      for (;;) {
        const { done, value } = await iterator.next();
        if (done === true || group.isOver) break;
        const payload = JSON.stringify(value);
        if (payload === group.payload) continue;
        group.payload = payload;
        group.number++;
        void flush(group);
        observer.onAnswer?.(group.sinks.size);
      }
      for (const sink of group.sinks) sink.end();
    } catch (error) {
      for (const sink of group.sinks) sink.fail(error);
    } finally {
      close(group);
    }
  };

  const start = async (group: Group, run: RunOperation): Promise<ExecutionResult | undefined> => {
    try {
      const result = await run();
      if (!(Symbol.asyncIterator in result)) {
        close(group);
        return result;
      }
      void follow(group, result);
      return undefined;
    } catch (error) {
      close(group);
      throw error;
    }
  };

  const open = (key: string, run: RunOperation): Group => {
    if (groups.size >= mostGroups) {
      const [longestSilent] = lingering;
      if (!longestSilent) throw toApiError('TOO_MANY', 'too many different subscriptions; try again later');
      close(longestSilent);
    }
    const group: Group = {
      key,
      sinks: new Set(),
      joining: 0,
      payload: '',
      number: 0,
      isFlushing: false,
      linger: undefined,
      source: undefined,
      isOver: false,
      started: Promise.resolve(undefined),
    };
    groups.set(key, group);
    group.started = start(group, run);
    return group;
  };

  return {
    get groups() {
      return groups.size;
    },
    get subscribers() {
      return subscribers;
    },

    async attach(key, run, frame, subscriber) {
      const group = groups.get(key) ?? open(key, run);
      clearTimeout(group.linger);
      lingering.delete(group);
      group.joining++;
      let refused: ExecutionResult | undefined;
      try {
        refused = await group.started;
      } finally {
        group.joining--;
      }
      if (refused) return refused;

      let finish = { end: (): void => undefined, fail: (_: unknown): void => undefined };
      const over = new Promise<IteratorReturnResult<undefined>>((resolve, reject) => {
        finish = { end: () => resolve({ done: true, value: undefined }), fail: reject };
      });
      // Whoever hears of it is graphql-ws, if it still does.
      over.catch(() => undefined);
      const sink: Sink = { subscriber, frame, sent: 0, skipped: 0, ...finish };
      if (group.isOver) finish.end();
      else {
        group.sinks.add(sink);
        // After its protocol has noted the subscription, as one that ends at once must get nothing.
        if (group.number > 0) setImmediate(() => group.sinks.has(sink) && push(sink, group));
      }
      subscribers++;
      let isAttached = true;
      const detach = (): void => {
        finish.end();
        if (!isAttached) return;
        isAttached = false;
        subscribers--;
        lagging.delete(sink);
        if (group.sinks.delete(sink)) lingerIfUnheard(group);
      };
      void over.then(detach, detach);
      return toSilentSubscription(over, detach);
    },

    stop() {
      clearTimeout(retry);
      for (const group of [...groups.values()]) {
        close(group);
        for (const sink of group.sinks) sink.end();
      }
    },
  };
}

function toSilentSubscription(
  over: Promise<IteratorReturnResult<undefined>>,
  detach: () => void,
): SilentSubscription {
  return {
    next: () => over,
    return: () => {
      detach();
      return Promise.resolve({ done: true, value: undefined });
    },
    throw: (error: unknown) => {
      detach();
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
