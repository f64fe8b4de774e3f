import { createIrcWarden, type IrcWarden } from './irc-limits';
import { parseLogin } from './irc-target';

/**
 * Whether a channel can be joined: it may be suspended, not exist at all, or have banned us; or, `silent`, Twitch does not
 * say a word: a JOIN has no answer, and who was in it is no more, unheard.
 */
export const ROOM_STATES = ['open', 'suspended', 'absent', 'banned', 'silent'] as const;
export type RoomState = (typeof ROOM_STATES)[number];

/** What a session needs of its socket. */
export interface SessionSocket {
  /** Sends lines, each ended by CRLF. */
  send(text: string): void;
  close(): void;
  /** True while the other side has not taken what it was sent: then its PONG cannot be expected. */
  isBackedUp(): boolean;
}

/** What a session needs of the world. */
export interface SessionWorld {
  roomIdOf(login: string): string;
  /** Without it every channel is open. */
  stateOf?(login: string): RoomState;
  joined(login: string): void;
  parted(login: string): void;
}

/** One reader's side of the conversation, without any network. */
export interface IrcSession {
  /** One WebSocket frame; it may hold several lines. */
  receive(frame: string): void;
  /** To be called every few seconds: sends PING when due and closes when the PONG stays away. */
  tick(nowMs: number): void;
  /** Asks the client to come again, as Twitch does before it ends a connection. */
  askToReconnect(): void;
  /** Ends a stay in a channel that can be joined no more; {@link SessionWorld.stateOf} says why. */
  expel(login: string): void;
  isIn(login: string): boolean;
  readonly caps: { readonly tags: boolean; readonly commands: boolean };
}

const HOST = 'tmi.twitch.tv';
const CAPS = ['twitch.tv/commands', 'twitch.tv/membership', 'twitch.tv/tags'];
const ANONYMOUS = /^justinfan\d{1,15}$/;
/** Real clients send at most a comma list of channels: 4,096 bytes (gempir/go-twitch-irc#106). */
const MAX_LINE_CHARS = 8_192;
/** Why a channel is not joined, in Twitch's words. */
const REFUSALS = {
  msg_channel_suspended: 'This channel does not exist or has been suspended.',
  msg_room_not_found: 'The channel was not found.',
  msg_banned: 'You are permanently banned from talking in this channel.',
  msg_concurrent_channel_limit_reached: 'You are connected to too many chat channels concurrently.',
} as const;
const REFUSAL_OF = {
  suspended: 'msg_channel_suspended',
  absent: 'msg_room_not_found',
  banned: 'msg_banned',
} as const;

/**
 * Twitch's IRC as a reader meets it (dev.twitch.tv/docs/chat/irc): capabilities, login, JOIN, PART, PING.
 *
 * Nothing that a client sends throws.
 */
export function createIrcSession(options: {
  socket: SessionSocket;
  world: SessionWorld;
  nowMs: number;
  /** Without it, nobody keeps to Twitch's pace. */
  warden?: IrcWarden;
  /** The time of what is received; without it, all is at once. */
  clock?: () => number;
  /** Twitch sends its PING about every five minutes. */
  pingEveryMs?: number;
  pongWithinMs?: number;
}): IrcSession {
  const { socket, world, pingEveryMs = 300_000, pongWithinMs = 10_000 } = options;
  const { warden = createIrcWarden(undefined), clock = () => options.nowMs } = options;
  const limits = warden.connection();
  const caps = new Set<string>();
  const rooms = new Set<string>();
  let nick: string | undefined;
  let pass = '';
  let isClosed = false;
  let pingAtMs = options.nowMs + pingEveryMs;
  let isPongDue = false;

  const say = (...lines: string[]): void => socket.send(lines.map((line) => `${line}\r\n`).join(''));
  const close = (): void => {
    isClosed = true;
    socket.close();
  };
  const numeric = (code: string, text: string): string => `:${HOST} ${code} ${nick ?? '*'} ${text}`;

  const onCap = (params: readonly string[]): void => {
    const asked = params
      .slice(1)
      .flatMap((param) => param.split(' '))
      .filter((cap) => cap !== '');
    switch (params[0]?.toUpperCase()) {
      case 'LS':
        return say(`:${HOST} CAP * LS :${CAPS.join(' ')}`);
      case 'LIST':
        return say(`:${HOST} CAP * LIST :${[...caps].join(' ')}`);
      case 'REQ': {
        const known = asked.length > 0 && asked.every((cap) => CAPS.includes(cap));
        if (known) for (const cap of asked) caps.add(cap);
        return say(`:${HOST} CAP * ${known ? 'ACK' : 'NAK'} :${asked.join(' ').slice(0, 400)}`);
      }
      default:
        return; // END: Twitch does not hold the login back for it.
    }
  };

  const onNick = (name: string): void => {
    if (nick !== undefined) return;
    const login = parseLogin(name);
    if (login === undefined || (!ANONYMOUS.test(login) && !/^oauth:\w+$/.test(pass))) {
      say(`:${HOST} NOTICE * :${pass === '' ? 'Improperly formatted auth' : 'Login authentication failed'}`);
      return close();
    }
    if (!warden.login(clock())) {
      say(`:${HOST} NOTICE * :Login unsuccessful`);
      return close();
    }
    nick = login;
    say(
      numeric('001', ':Welcome, GLHF!'),
      numeric('002', `:Your host is ${HOST}`),
      numeric('003', ':This server is rather new'),
      numeric('004', ':-'),
      numeric('375', ':-'),
      numeric('372', ':You are in a maze of twisty passages, all alike.'),
      numeric('376', ':>'),
    );
  };

  const refuse = (channel: string, id: keyof typeof REFUSALS): void => {
    const tags = caps.has('twitch.tv/tags') ? `@msg-id=${id} ` : '';
    say(`${tags}:${HOST} NOTICE ${channel} :${REFUSALS[id]}`);
  };

  const onJoin = (list: string): void => {
    if (nick === undefined) return;
    for (const typed of list.split(',')) {
      const login = typed.startsWith('#') ? parseLogin(typed.slice(1)) : undefined;
      if (login === undefined) {
        refuse(printable(typed).slice(0, 60) || '*', 'msg_channel_suspended');
        continue;
      }
      if (rooms.has(login)) continue;
      // Who joins too soon is cut off at once (Chatterino/chatterino2#3107).
      if (!limits.join(clock())) return close();
      const state = world.stateOf?.(login) ?? 'open';
      if (state !== 'open') {
        if (state !== 'silent') refuse(`#${login}`, REFUSAL_OF[state]);
        continue;
      }
      if (!limits.hasRoom(rooms.size)) {
        refuse(`#${login}`, 'msg_concurrent_channel_limit_reached');
        continue;
      }
      rooms.add(login);
      const modes = `emote-only=0;followers-only=-1;r9k=0;room-id=${world.roomIdOf(login)};slow=0;subs-only=0`;
      say(
        `:${nick}!${nick}@${nick}.${HOST} JOIN #${login}`,
        `:${nick}.${HOST} 353 ${nick} = #${login} :${nick}`,
        `:${nick}.${HOST} 366 ${nick} #${login} :End of /NAMES list`,
        ...(caps.has('twitch.tv/commands')
          ? [`${caps.has('twitch.tv/tags') ? `@${modes} ` : ''}:${HOST} ROOMSTATE #${login}`]
          : []),
      );
      world.joined(login);
    }
  };

  const onPart = (list: string): void => {
    for (const typed of list.split(',')) {
      const login = parseLogin(typed.replace(/^#/, ''));
      if (login === undefined || !rooms.delete(login)) continue;
      world.parted(login);
      say(`:${nick}!${nick}@${nick}.${HOST} PART #${login}`);
    }
  };

  const onLine = (line: string): void => {
    const { command, params } = toCommand(line);
    switch (command) {
      case '':
        return;
      case 'CAP':
        return onCap(params);
      case 'PASS':
        pass = params[0] ?? '';
        return;
      case 'NICK':
        return onNick(params[0] ?? '');
      case 'JOIN':
        return onJoin(params[0] ?? '');
      case 'PART':
        return onPart(params[0] ?? '');
      case 'PING': {
        // tmi.js sends it bare and knows the answer only bare.
        const token = params[0];
        return say(token === undefined ? 'PONG' : `:${HOST} PONG ${HOST} :${printable(token).slice(0, 400)}`);
      }
      case 'PONG':
        if (isPongDue) pingAtMs += pingEveryMs;
        isPongDue = false;
        return;
      case 'QUIT':
        return close();
      case 'PRIVMSG':
      case 'USER':
        return; // A reader has nothing to say here, and Twitch says nothing to it either.
      default:
        return say(numeric('421', `${printable(command).slice(0, 32) || '*'} :Unknown command`));
    }
  };

  return {
    receive(frame) {
      for (const line of frame.split(/\r?\n/)) {
        if (isClosed) return;
        if (line.length > MAX_LINE_CHARS) {
          close();
          return;
        }
        onLine(line);
      }
    },
    tick(nowMs) {
      if (isClosed || nick === undefined || nowMs < pingAtMs || socket.isBackedUp()) return;
      if (isPongDue) {
        close();
        return;
      }
      say(`PING :${HOST}`);
      isPongDue = true;
      pingAtMs = nowMs + pongWithinMs;
    },
    askToReconnect() {
      if (!isClosed && nick !== undefined) say(`:${HOST} RECONNECT`);
    },
    expel(login) {
      if (isClosed || !rooms.delete(login)) return;
      const state = world.stateOf?.(login) ?? 'open';
      if (state !== 'open' && state !== 'silent') refuse(`#${login}`, REFUSAL_OF[state]);
      world.parted(login);
    },
    isIn: (login) => rooms.has(login),
    caps: {
      get tags() {
        return caps.has('twitch.tv/tags');
      },
      get commands() {
        return caps.has('twitch.tv/commands');
      },
    },
  };
}

/** A client's line as command and parameters; tags and prefix, which clients rarely send, are dropped. */
function toCommand(line: string): { command: string; params: string[] } {
  const body = line.replace(/^(@\S* +)?(:\S* +)?/, '').trim();
  const colon = body.indexOf(' :');
  const head = colon < 0 ? body : body.slice(0, colon);
  const [command = '', ...params] = head.split(/ +/);
  if (colon >= 0) params.push(body.slice(colon + 2));
  return { command: command.toUpperCase(), params };
}

function printable(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, '');
}
