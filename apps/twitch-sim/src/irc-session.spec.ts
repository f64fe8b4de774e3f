import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIrcWarden, type IrcLimits } from './irc-limits';
import { createIrcSession, type RoomState } from './irc-session';

function open(limits?: IrcLimits) {
  const sent: string[] = [];
  const world: string[] = [];
  const state = { isClosed: false, isBackedUp: false, nowMs: 0 };
  const states = new Map<string, RoomState>();
  const warden = createIrcWarden(limits);
  const session = createIrcSession({
    socket: {
      send(text) {
        expect(text.endsWith('\r\n')).toBe(true);
        sent.push(...text.split('\r\n').slice(0, -1));
      },
      close: () => void (state.isClosed = true),
      isBackedUp: () => state.isBackedUp,
    },
    world: {
      roomIdOf: () => '77',
      joined: (login) => void world.push(`+${login}`),
      parted: (login) => void world.push(`-${login}`),
      stateOf: (login) => states.get(login) ?? 'open',
    },
    nowMs: 0,
    clock: () => state.nowMs,
    warden,
  });
  const ask = (...lines: string[]): string[] => {
    sent.length = 0;
    for (const line of lines) session.receive(line);
    return [...sent];
  };
  const said = (act: () => void): string[] => {
    sent.length = 0;
    act();
    return [...sent];
  };
  const heardAt = (nowMs: number): string[] => said(() => session.tick(nowMs));
  return { session, state, states, warden, world, ask, said, heardAt };
}

function loggedIn(limits?: IrcLimits) {
  const opened = open(limits);
  opened.ask('CAP REQ :twitch.tv/tags twitch.tv/commands', 'PASS SCHMOOPIIE', 'NICK justinfan42');
  return opened;
}

describe('an IRC session', () => {
  it('lists its capabilities and grants what it knows', () => {
    const { ask, session } = open();
    expect(ask('CAP LS 302')).toEqual([
      ':tmi.twitch.tv CAP * LS :twitch.tv/commands twitch.tv/membership twitch.tv/tags',
    ]);
    expect(ask('CAP REQ :twitch.tv/tags twitch.tv/commands', 'CAP END')).toEqual([
      ':tmi.twitch.tv CAP * ACK :twitch.tv/tags twitch.tv/commands',
    ]);
    expect(session.caps).toMatchObject({ tags: true, commands: true });
  });

  it('grants nothing of a request that holds something unknown', () => {
    const { ask, session } = open();
    expect(ask('CAP REQ :twitch.tv/tags sasl')).toEqual([':tmi.twitch.tv CAP * NAK :twitch.tv/tags sasl']);
    expect(session.caps.tags).toBe(false);
  });

  it('welcomes an anonymous reader as Twitch does', () => {
    expect(open().ask('NICK justinfan42')).toEqual([
      ':tmi.twitch.tv 001 justinfan42 :Welcome, GLHF!',
      ':tmi.twitch.tv 002 justinfan42 :Your host is tmi.twitch.tv',
      ':tmi.twitch.tv 003 justinfan42 :This server is rather new',
      ':tmi.twitch.tv 004 justinfan42 :-',
      ':tmi.twitch.tv 375 justinfan42 :-',
      ':tmi.twitch.tv 372 justinfan42 :You are in a maze of twisty passages, all alike.',
      ':tmi.twitch.tv 376 justinfan42 :>',
    ]);
  });

  it('lets a name in with a token and turns it away without', () => {
    expect(open().ask('PASS oauth:abc', 'NICK ann')[0]).toBe(':tmi.twitch.tv 001 ann :Welcome, GLHF!');
    const turnedAway = open();
    expect(turnedAway.ask('NICK ann')).toEqual([':tmi.twitch.tv NOTICE * :Improperly formatted auth']);
    expect(turnedAway.state.isClosed).toBe(true);
  });

  it('answers a JOIN with echo, names and room state, and only then tells the world', () => {
    const { ask, world } = loggedIn();
    expect(ask('JOIN #tidepool,#KelpForest')).toEqual([
      ':justinfan42!justinfan42@justinfan42.tmi.twitch.tv JOIN #tidepool',
      ':justinfan42.tmi.twitch.tv 353 justinfan42 = #tidepool :justinfan42',
      ':justinfan42.tmi.twitch.tv 366 justinfan42 #tidepool :End of /NAMES list',
      '@emote-only=0;followers-only=-1;r9k=0;room-id=77;slow=0;subs-only=0 :tmi.twitch.tv ROOMSTATE #tidepool',
      ':justinfan42!justinfan42@justinfan42.tmi.twitch.tv JOIN #kelpforest',
      ':justinfan42.tmi.twitch.tv 353 justinfan42 = #kelpforest :justinfan42',
      ':justinfan42.tmi.twitch.tv 366 justinfan42 #kelpforest :End of /NAMES list',
      '@emote-only=0;followers-only=-1;r9k=0;room-id=77;slow=0;subs-only=0 :tmi.twitch.tv ROOMSTATE #kelpforest',
    ]);
    expect(world).toEqual(['+tidepool', '+kelpforest']);
    expect(ask('JOIN #tidepool')).toEqual([]);
  });

  it('gives tags and room state only to those who asked for them', () => {
    const plain = open();
    plain.ask('NICK justinfan1');
    expect(plain.ask('JOIN #a').some((line) => line.includes('ROOMSTATE'))).toBe(false);
    const untagged = open();
    untagged.ask('CAP REQ twitch.tv/commands twitch.tv/membership', 'NICK justinfan1');
    expect(untagged.ask('JOIN #a').at(-1)).toBe(':tmi.twitch.tv ROOMSTATE #a');
  });

  it('refuses a channel that cannot be one, and joins the others of the list', () => {
    const { ask, world } = loggedIn();
    expect(ask('JOIN nohash,#bad!name,#tidepool')).toEqual([
      '@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE nohash :This channel does not exist or has been suspended.',
      '@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #bad!name :This channel does not exist or has been suspended.',
      expect.stringContaining('JOIN #tidepool'),
      expect.stringContaining(' 353 '),
      expect.stringContaining(' 366 '),
      expect.stringContaining('ROOMSTATE #tidepool'),
    ]);
    expect(world).toEqual(['+tidepool']);
  });

  it('joins nobody before the login', () => {
    const { ask, world } = open();
    expect(ask('JOIN #tidepool')).toEqual([]);
    expect(world).toEqual([]);
  });

  it('lets a reader leave once', () => {
    const { ask, world } = loggedIn();
    ask('JOIN #tidepool');
    expect(ask('PART #tidepool', 'PART #tidepool')).toEqual([
      ':justinfan42!justinfan42@justinfan42.tmi.twitch.tv PART #tidepool',
    ]);
    expect(world).toEqual(['+tidepool', '-tidepool']);
  });

  it('answers a PING with its token, and a bare one barely', () => {
    const { ask } = loggedIn();
    expect(ask('PING :tide', 'PING')).toEqual([':tmi.twitch.tv PONG tmi.twitch.tv :tide', 'PONG']);
  });

  it('sends its own PING every five minutes and closes when no PONG comes within ten seconds', () => {
    const { session, state, heardAt } = loggedIn();
    expect(heardAt(299_999)).toEqual([]);
    expect(heardAt(300_000)).toEqual(['PING :tmi.twitch.tv']);
    expect(heardAt(305_000)).toEqual([]);
    session.receive('PONG :tmi.twitch.tv');
    expect(heardAt(310_000)).toEqual([]);
    expect(heardAt(610_000)).toEqual(['PING :tmi.twitch.tv']);
    expect(state.isClosed).toBe(false);
    heardAt(620_000);
    expect(state.isClosed).toBe(true);
  });

  it('waits with its PING while the reader is behind', () => {
    const { session, state } = loggedIn();
    state.isBackedUp = true;
    for (const nowMs of [300_000, 400_000, 900_000]) session.tick(nowMs);
    expect(state.isClosed).toBe(false);
  });

  it('names a command that it does not know', () => {
    expect(loggedIn().ask('WHO #tidepool')).toEqual([':tmi.twitch.tv 421 justinfan42 WHO :Unknown command']);
  });

  it('reads several lines of one frame, and closes on one that is too long', () => {
    const { ask, state } = loggedIn();
    expect(ask('PING :a\r\nPING :b\n')).toHaveLength(2);
    ask(`PING :${'x'.repeat(9_000)}`);
    expect(state.isClosed).toBe(true);
    expect(ask('PING :a')).toEqual([]);
  });

  it('never throws and never answers with a line of the client’s making', () => {
    const word = fc.constantFrom(
      'CAP',
      'REQ',
      'JOIN',
      'PART',
      '#a',
      ',',
      'PING',
      ':',
      '@',
      'NICK',
      'justinfan1',
    );
    const text = fc
      .array(fc.oneof(word, fc.string({ unit: 'binary' }), fc.constantFrom(' ', '\r', '\n', '\r\n')))
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.array(text), (frames) => {
        const { ask } = loggedIn();
        for (const line of ask(...frames)) expect(line).toMatch(/^(@|:|PONG$)/);
      }),
    );
  });
});

describe('an IRC session under Twitch’s limits', () => {
  const limits = { joins: 3, logins: 1, channels: 2 };

  it('cuts off who joins too soon, and counts it', () => {
    const { ask, state, warden, world } = loggedIn({ ...limits, channels: 100 });
    expect(ask('JOIN #a,#b,#c').filter((line) => line.includes('ROOMSTATE'))).toHaveLength(3);
    // A channel that one is in costs nothing.
    expect([ask('JOIN #a'), state.isClosed]).toEqual([[], false]);
    expect(ask('JOIN #d,#e')).toEqual([]);
    expect([state.isClosed, warden.violations.joins]).toEqual([true, 1]);
    expect(world).toEqual(['+a', '+b', '+c']);
    expect(warden.peaks).toEqual({ joinsOfOneConnection: 4, joins: 4, logins: 1 });
  });

  it('refuses more channels than a connection may have, in Twitch’s words', () => {
    const { ask, warden, world } = loggedIn(limits);
    ask('JOIN #a,#b');
    expect(ask('JOIN #c')).toEqual([
      '@msg-id=msg_concurrent_channel_limit_reached :tmi.twitch.tv NOTICE #c :You are connected to too many chat channels concurrently.',
    ]);
    ask('PART #a');
    expect(world).toEqual(['+a', '+b', '-a']);
    expect(warden.violations.channels).toBe(1);
  });

  it('ends a connection that logs in too soon after others', () => {
    const { ask, state, warden } = open({ ...limits, logins: 0 });
    expect(ask('NICK justinfan1')).toEqual([':tmi.twitch.tv NOTICE * :Login unsuccessful']);
    expect(state.isClosed).toBe(true);
    expect(warden.violations.logins).toBe(1);
  });
});

describe('a channel that cannot be joined', () => {
  it('is refused by its reason', () => {
    const { ask, states, world } = loggedIn();
    states.set('gone', 'absent').set('shut', 'suspended').set('ours', 'banned').set('mute', 'silent');
    expect(ask('JOIN #gone,#shut,#ours,#mute')).toEqual([
      '@msg-id=msg_room_not_found :tmi.twitch.tv NOTICE #gone :The channel was not found.',
      '@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #shut :This channel does not exist or has been suspended.',
      '@msg-id=msg_banned :tmi.twitch.tv NOTICE #ours :You are permanently banned from talking in this channel.',
    ]);
    expect(world).toEqual([]);
  });

  it('shows nobody out by a word where it is silent, and can be joined again', () => {
    const { ask, said, session, states, world } = loggedIn();
    ask('JOIN #tide');
    states.set('tide', 'silent');
    expect([said(() => session.expel('tide')), session.isIn('tide')]).toEqual([[], false]);
    states.delete('tide');
    expect(ask('JOIN #tide').some((line) => line.includes('ROOMSTATE #tide'))).toBe(true);
    expect(world).toEqual(['+tide', '-tide', '+tide']);
  });

  it('shows out who is in it, once', () => {
    const { ask, session, states, world } = loggedIn();
    ask('JOIN #tide');
    states.set('tide', 'suspended');
    session.expel('tide');
    session.expel('tide');
    session.expel('elsewhere');
    expect(world).toEqual(['+tide', '-tide']);
    expect(ask('JOIN #tide')[0]).toContain('msg_channel_suspended');
  });
});

describe('a session that is asked to reconnect', () => {
  it('hears it in Twitch’s words', () => {
    const { session, said } = loggedIn();
    expect(said(() => session.askToReconnect())).toEqual([':tmi.twitch.tv RECONNECT']);
    session.receive('QUIT');
    expect(said(() => session.askToReconnect())).toEqual([]);
  });
});
