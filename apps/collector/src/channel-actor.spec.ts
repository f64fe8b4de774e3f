import type { ChannelEmotes } from '@emotide/emotes';
import { ChatError, type ChannelSignal, type RecentChat } from '@emotide/chat';
import type { ChannelId, ChannelLogin, ChatLine, UserId } from '@emotide/domain';
import { merge, type Observable } from 'rxjs';
import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { channelActor, type ActorDependencies } from './channel-actor';

const NOW = Date.UTC(2026, 0, 1);
const CHANNEL_ERROR = new ChatError('channel', 'not confirmed');
const CONNECTION_ERROR = new ChatError('connection', 'lost');
const LASTING_ERROR = new ChatError('channel', 'suspended', true);

const line = (id: string, change: Partial<ChatLine> = {}): ChatLine => ({
  channelLogin: 'tidepool' as ChannelLogin,
  channelId: '7' as ChannelId,
  messageId: id,
  userId: '64' as UserId,
  sentAtMs: NOW,
  text: 'Kappa',
  emotesTag: '25:0-4',
  flags: 0,
  ...change,
});
const lines = (...ids: string[]): ChannelSignal => ({ type: 'lines', lines: ids.map((id) => line(id)) });
const joined: ChannelSignal = { type: 'joined', channelId: '7' as ChannelId };
/** Its step cannot be taken: reading its emotes throws. */
const poison: ChatLine = Object.defineProperty(line('poison'), 'emotesTag', {
  get: () => {
    throw new Error('poison');
  },
});

interface Seen {
  /** `login session: number of lines`, by the virtual millisecond. */
  readonly turns: [atMs: number, turn: string][];
  /** Of each counted line. */
  readonly flags: number[];
  /** `login session: action`. */
  readonly acts: string[];
  /** When each channel was joined. */
  readonly joinsAtMs: Record<string, number[]>;
  readonly drops: string[];
  readonly waitsMs: number[];
  outcome: 'open' | 'complete' | 'error';
}

/**
 * Runs actors in virtual time until `stopAfter`.
 *
 * @param join what a channel's nth join (from 0) gives
 * @param random what the actors' chance says; 0 halves every wait, and 1 would leave it whole
 */
function run(
  logins: readonly string[],
  stopAfter: string,
  join: (helpers: RunHelpers, login: string, nth: number) => Observable<ChannelSignal>,
  random = 0,
  recentChat?: (helpers: RunHelpers, afterMs: number) => Observable<RecentChat>,
): Seen {
  const seen: Seen = {
    turns: [],
    flags: [],
    acts: [],
    joinsAtMs: {},
    drops: [],
    waitsMs: [],
    outcome: 'open',
  };
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  scheduler.run((helpers) => {
    let sessions = 0;
    const deps: ActorDependencies = {
      join: (login) => {
        const at = (seen.joinsAtMs[login] ??= []);
        at.push(scheduler.now());
        return join(helpers, login, at.length - 1);
      },
      stop$: helpers.cold(`${stopAfter} s`),
      nextSession: () => ++sessions,
      emotesOf: () => NO_EMOTES,
      now: () => NOW,
      random: () => random,
      ...(recentChat && { recentChat: (_login, afterMs) => recentChat(helpers, afterMs) }),
      onDrop: (reason) => seen.drops.push(reason),
      onInterrupted: (_login, _error, retryInMs) => seen.waitsMs.push(retryInMs),
    };
    merge(...logins.map((login) => channelActor(login as ChannelLogin, deps))).subscribe({
      next: ({ session: { login, number, isRepair }, lines: counted, acts = [] }) => {
        for (const { action } of acts) seen.acts.push(`${login} ${number}: ${action}`);
        const repair = isRepair === true ? ' found' : '';
        if (counted.length > 0 || repair !== '')
          seen.turns.push([scheduler.now(), `${login} ${number}: ${counted.length}${repair}`]);
        seen.flags.push(...counted.map(({ flags }) => flags));
      },
      error: () => (seen.outcome = 'error'),
      complete: () => (seen.outcome = 'complete'),
    });
  });
  return seen;
}

const signals = {
  j: joined,
  n: { type: 'joined', channelId: null } as ChannelSignal,
  a: lines('a1', 'a2'),
  b: lines('b1', 'b2', 'b3'),
  x: { type: 'lines', lines: [line('x1'), poison, line('x2')] } as ChannelSignal,
};

const NO_EMOTES: ChannelEmotes = { index: undefined, classOf: () => 'UNKNOWN' };

describe('channelActor', () => {
  it('joins when subscribed and gives the counted lines of each turn', () => {
    const { turns, joinsAtMs, drops } = run(['tidepool'], '1s', ({ cold }) => cold('j 9ms a-b', signals));
    expect(joinsAtMs).toEqual({ tidepool: [0] });
    expect(turns).toEqual([
      [10, 'tidepool 1: 2'],
      [12, 'tidepool 1: 3'],
    ]);
    expect(drops).toEqual([]);
  });

  it('asks for a channel that is not confirmed ever more rarely, up to five minutes', () => {
    const { waitsMs, joinsAtMs } = run(['ghost'], '20m', ({ cold }) => cold('15s #', {}, CHANNEL_ERROR));
    expect(waitsMs.slice(0, 11)).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 150_000, 150_000,
    ]);
    // 15 s to be refused, half a second to wait, …
    expect(joinsAtMs['ghost']!.slice(0, 4)).toEqual([0, 15_500, 31_500, 48_500]);
  });

  it('spreads its waits by chance, between half of each and the whole', () => {
    const waitsMs = (random: number) =>
      run(['ghost'], '10s', ({ cold }) => cold('#', {}, CHANNEL_ERROR), random).waitsMs.slice(0, 3);
    expect(waitsMs(0)).toEqual([500, 1_000, 2_000]);
    expect(waitsMs(0.5)).toEqual([750, 1_500, 3_000]);
    expect(waitsMs(0.999)).toEqual([999.5, 1_999, 3_998]);
  });

  it('asks again soon however often its connection breaks: the chat room paces that', () => {
    const { waitsMs } = run(['tidepool'], '30s', ({ cold }) => cold('1s #', {}, CONNECTION_ERROR));
    expect(waitsMs).toHaveLength(20);
    expect(new Set(waitsMs)).toEqual(new Set([500]));
  });

  it('does not hold its connection against a channel', () => {
    const errors = [CHANNEL_ERROR, CONNECTION_ERROR, CONNECTION_ERROR, CHANNEL_ERROR];
    const { waitsMs } = run(['tidepool'], '10s', ({ cold }, _login, nth) =>
      nth < errors.length ? cold('#', {}, errors[nth]) : cold('j', signals),
    );
    expect(waitsMs).toEqual([500, 500, 500, 1_000]);
  });

  it('starts from the shortest wait again after a join', () => {
    const { waitsMs } = run(['tidepool'], '1m', ({ cold }, _login, nth) =>
      nth === 3 ? cold('j 99ms #', signals, CHANNEL_ERROR) : cold('#', {}, CHANNEL_ERROR),
    );
    expect(waitsMs.slice(0, 6)).toEqual([500, 1_000, 2_000, 500, 1_000, 2_000]);
  });

  it('leaves a suspended channel alone for long', () => {
    const { waitsMs, joinsAtMs } = run(['gone'], '119m', ({ cold }) => cold('#', {}, LASTING_ERROR));
    expect(waitsMs).toEqual([1, 2, 3, 4].map(() => 1_800_000));
    expect(joinsAtMs['gone']).toEqual([0, 1_800_000, 3_600_000, 5_400_000]);
  });

  it('takes an error of no known kind, and one thrown at once, for one of the channel', () => {
    const { waitsMs, outcome } = run(['tidepool'], '5s', ({ cold }, _login, nth) => {
      if (nth === 0) throw new Error('thrown');
      return cold('#', {}, 'a text');
    });
    expect([waitsMs.slice(0, 2), outcome]).toEqual([[500, 1_000], 'complete']);
  });

  it('does not read a channel whose id Twitch does not say, and asks again', () => {
    const { waitsMs, turns, drops } = run(['tidepool'], '2s', ({ cold }, _login, nth) =>
      cold(nth < 2 ? 'n-a' : 'j-a', signals),
    );
    expect(waitsMs).toEqual([500, 1_000]);
    expect([turns, drops]).toEqual([[[1_502, 'tidepool 1: 2']], []]);
  });

  it('never ends or silences another: not by errors, nor by lines that throw', () => {
    const { turns, outcome } = run(['ill', 'lagoon', 'gone'], '5s', ({ cold }, login) => {
      if (login === 'ill') return cold('j x #', signals, CHANNEL_ERROR);
      if (login === 'gone') return cold('#', {}, LASTING_ERROR);
      return cold('j 999ms a 2999ms b', signals);
    });
    expect(turns.filter(([, turn]) => turn.startsWith('lagoon'))).toEqual([
      [1_000, 'lagoon 2: 2'],
      [4_000, 'lagoon 2: 3'],
    ]);
    expect(turns.filter(([, turn]) => turn.startsWith('ill')).length).toBeGreaterThan(0);
    expect(outcome).toBe('complete');
  });

  it('counts a line that throws, and goes on with the next of the same turn', () => {
    const { turns, drops } = run(['tidepool'], '1s', ({ cold }) => cold('jxa', signals));
    expect(turns.map(([, turn]) => turn)).toEqual(['tidepool 1: 2', 'tidepool 1: 2']);
    expect(drops).toEqual(['fault']);
  });

  it('drops what comes before a join is confirmed, each time, and counts it', () => {
    const { turns, drops } = run(['tidepool'], '2s', ({ cold }, _login, nth) =>
      nth === 0 ? cold('ajb #', signals, CONNECTION_ERROR) : cold('xj', signals),
    );
    expect(turns).toEqual([[2, 'tidepool 1: 3']]);
    expect(drops).toEqual(['before-join', 'before-join', 'before-join', 'before-join', 'before-join']);
  });

  it('gives each join a session of its own, and drops what was counted before a reconnect', () => {
    const { turns, drops } = run(['tidepool', 'lagoon'], '2s', ({ cold }, login, nth) => {
      if (login === 'lagoon') return cold('j 1499ms b', signals);
      return nth === 0
        ? cold('j 9ms a #', signals, CONNECTION_ERROR)
        : cold('j 9ms c', { ...signals, c: lines('a2', 'c1') });
    });
    expect(turns).toEqual([
      [10, 'tidepool 1: 2'],
      [521, 'tidepool 3: 1'],
      [1_500, 'lagoon 2: 3'],
    ]);
    expect(drops).toEqual(['duplicate']);
  });

  describe('with somebody to ask for what was said in a gap', () => {
    const chat = (...ids: string[]): RecentChat => ({ lines: ids.map((id) => line(id)), acts: [] });
    const dropsOnce = ({ cold }: RunHelpers, _login: string, nth: number) =>
      nth === 0
        ? cold('j 9ms a #', signals, CONNECTION_ERROR)
        : cold('j 9ms c', { ...signals, c: lines('c1') });

    it('counts what is missing as a session of its own, marked, and nothing twice', () => {
      const asked: number[] = [];
      const { turns, flags, drops } = run(['tidepool'], '2s', dropsOnce, 0, ({ cold }, afterMs) => {
        asked.push(afterMs);
        return cold('50ms (m|)', { m: chat('a1', 'g1', 'a2', 'g2', 'c1') });
      });
      expect(turns).toEqual([
        [10, 'tidepool 1: 2'],
        [521, 'tidepool 2: 1'],
        [561, 'tidepool 3: 2 found'],
      ]);
      expect(flags).toEqual([0, 0, 0, 16, 16]);
      expect(drops).toEqual(['duplicate', 'duplicate', 'duplicate']);
      // A little before the newest that was heard, as lines come out of order.
      expect(asked).toEqual([NOW - 2_000]);
    });

    it('asks for nothing before there was a reading, and leaves out what is older than the gap', () => {
      const old: RecentChat = {
        lines: [line('old', { sentAtMs: NOW - 2_000 }), line('timeless', { sentAtMs: null })],
        acts: [{ ...line(''), action: 'BAN', targetId: '1', sentAtMs: NOW - 2_000 }],
      };
      let asked = 0;
      const { turns, drops } = run(['tidepool'], '2s', dropsOnce, 0, ({ cold }) => {
        asked++;
        return cold('(m|)', { m: old });
      });
      expect([asked, turns.length, drops]).toEqual([1, 2, []]);
    });

    it('takes up only what is newer than all that was heard where the gap is longer than memory', () => {
      const asked: number[] = [];
      const long = {
        a: { type: 'lines', lines: [line('a1', { sentAtMs: NOW - 300_000 })] } as ChannelSignal,
      };
      run(
        ['tidepool'],
        '2s',
        ({ cold }, _login, nth) =>
          nth === 0 ? cold('ja#', { ...signals, ...long }, CONNECTION_ERROR) : cold('j', signals),
        0,
        ({ cold }, afterMs) => {
          asked.push(afterMs);
          return cold('|');
        },
      );
      expect(asked).toEqual([NOW - 300_000]);
    });

    it('counts what moderators did in the gap', () => {
      const { acts } = run(['tidepool'], '2s', dropsOnce, 0, ({ cold }) =>
        cold('(m|)', {
          m: { lines: [], acts: [{ ...line(''), action: 'BAN', targetId: '1', sentAtMs: NOW }] },
        }),
      );
      expect(acts).toEqual(['tidepool 3: BAN']);
    });

    it('lets go of an answer when the reading ends before it comes, and completes when it is stopped', () => {
      const { turns, outcome } = run(
        ['tidepool'],
        '3s',
        ({ cold }, _login, nth) =>
          nth === 1 ? cold('j 9ms #', signals, CONNECTION_ERROR) : cold('ja#', signals, CONNECTION_ERROR),
        0,
        ({ cold }) => cold('20ms (m|)', { m: chat('g1') }),
      );
      expect(turns.map(([, turn]) => turn)).not.toContain('tidepool 3: 1 found');
      expect(outcome).toBe('complete');
    });
  });

  it('knows nothing of a room that had its name before', () => {
    const { turns, drops } = run(['tidepool'], '2s', ({ cold }, _login, nth) =>
      nth === 0
        ? cold('ja#', signals, CONNECTION_ERROR)
        : cold('ka', { ...signals, k: { type: 'joined', channelId: '8' as ChannelId } }),
    );
    expect(turns.map(([, turn]) => turn)).toEqual(['tidepool 1: 2', 'tidepool 2: 2']);
    expect(drops).toEqual([]);
  });

  it('counts what moderators did once, also what two joins bring, and nothing before a join', () => {
    const act = { channelLogin: 'tidepool' as ChannelLogin, channelId: null, targetId: '64', sentAtMs: NOW };
    const m: ChannelSignal = {
      type: 'moderation',
      acts: [
        { ...act, action: 'TIMEOUT' },
        { ...act, action: 'MESSAGE_DELETED', sentAtMs: null },
      ],
    };
    const { turns, acts, drops } = run(['tidepool'], '2s', ({ cold }, _login, nth) =>
      nth === 0 ? cold('mjm #', { j: joined, m }, CONNECTION_ERROR) : cold('jma', { ...signals, m }),
    );
    expect(acts).toEqual(['tidepool 1: TIMEOUT']);
    expect(turns.map(([, turn]) => turn)).toEqual(['tidepool 2: 2']);
    expect(drops).toEqual([
      'act-before-join',
      'act-before-join',
      'act-no-sent-at',
      'act-duplicate',
      'act-no-sent-at',
    ]);
  });

  it('gives nothing for a turn of which nothing counts', () => {
    const { turns, drops } = run(['tidepool'], '1s', ({ cold }) => cold('jaa', signals));
    expect([turns.length, drops]).toEqual([1, ['duplicate', 'duplicate']]);
  });

  it('parts and completes when stopped, while it reads and while it waits', () => {
    const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
    scheduler.run(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const sources = [cold('j-', signals), cold<ChannelSignal>('#', {}, CHANNEL_ERROR)];
      const deps = (source: Observable<ChannelSignal>): ActorDependencies => ({
        join: () => source,
        stop$: hot('100ms s'),
        nextSession: () => 1,
        emotesOf: () => NO_EMOTES,
        now: () => NOW,
        random: () => 0,
        onDrop: () => undefined,
        onInterrupted: () => undefined,
      });
      for (const source of sources)
        expectObservable(channelActor('tidepool' as ChannelLogin, deps(source))).toBe('100ms |');
      expectSubscriptions(sources[0]!.subscriptions).toBe('^ 99ms !');
      expectSubscriptions(sources[1]!.subscriptions).toBe('(^!)');
    });
  });
});
