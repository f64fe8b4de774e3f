import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReplayProgress } from './replay';
import type { GeneratorProgress } from './generated/generator';
import type { IrcWarden } from './irc-limits';
import { ROOM_STATES, type RoomState } from './irc-session';
import { MAX_LAG_MS, type Lag } from './lagging-delivery';
import { Refusal } from './refusal';
import type { ControlVerb } from './services/service-control';
import type { Truth } from './tally';
import { parseLogin } from './irc-target';
import type { TimeWindow } from './time-window';

/** What the control API shows and does. */
export interface Control {
  /** Every channel that has lines, complete before the simulator is ready. */
  channels(): readonly { login: string; id: string }[];
  progress(): {
    files: readonly ReplayProgress[];
    /** Null where none is generated. */
    generated: GeneratorProgress | null;
    /** Nothing more will come. Never, where chat is generated without end. */
    done: boolean;
    paused: boolean;
    connections: readonly { connection: number; backlogBytes: number; frozen?: true }[];
  };
  /** What was put on connections; with a window, only messages whose time lies in it. */
  truth(window?: TimeWindow): Promise<Truth>;
  drop(connection: number): boolean;
  /** Sends RECONNECT, and ends the connection after a while. */
  reconnect(connection: number, closeAfterMs: number): boolean;
  /** As if the other side had vanished; until it is thawed, nothing is put on the connection. */
  freeze(connection: number): boolean;
  thaw(connection: number): boolean;
  /** What is put on the connection from now on is under way for so long. */
  lag(connection: number, lag: Lag): boolean;
  /** Numbers of the connections that are in a channel. */
  connectionsIn(login: string): number[];
  /** How often Twitch's limits of chat were broken. */
  violations(): IrcWarden['violations'];
  /** The most that was asked for in ten seconds. */
  peaks(): IrcWarden['peaks'];
  /** Whether a channel can be joined from now on; who is in one that cannot is shown out. */
  setRoom(login: string, state: RoomState): void;
  /** Stops sending. Connections stay, and joins are answered. */
  pause(): void;
  resume(): void;
}

/**
 * The API by which tests and `emotide up` ask and steer the simulator:
 * `GET /control/channels`, `/control/progress`, `/control/truth` (`?fromMs=…&untilMs=…` for a span of time, epoch
 * milliseconds), `/control/violations`, `/control/peaks`, `POST /control/pause`, `/control/resume`,
 * `/control/room?channel=login&state=open|suspended|absent|banned|silent`, and the verbs of `more`; and, with
 * `connection=N` or for all that are in a channel with `channel=login`, `POST /control/drop?…`,
 * `/control/reconnect?…&closeAfterMs=5000`, `/control/freeze?…`, `/control/thaw?…`, `/control/lag?…&ms=400&jitterMs=0`.
 *
 * A page in a browser is refused (it sends an Origin), as the simulator has no login.
 */
export function createControlApi(
  control: Control,
  more: ReadonlyMap<string, ControlVerb> = new Map(),
): (request: IncomingMessage, response: ServerResponse, url: URL) => void {
  return (request, response, url) => {
    const answer = (status: number, body: unknown): void =>
      void response
        .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
        .end(`${JSON.stringify(body)}\n`);
    if (request.headers.origin !== undefined) return answer(403, { error: 'not for browsers' });
    const onConnection = (done: string, act: (connection: number) => boolean): void => {
      const channel = url.searchParams.get('channel');
      if (channel !== null) {
        const acted = control.connectionsIn(channel.toLowerCase()).filter(act);
        return answer(acted.length > 0 ? 200 : 404, acted.length > 0 ? { [done]: acted } : NONE_SUCH);
      }
      const typed = url.searchParams.get('connection') ?? '';
      if (!/^\d{1,15}$/.test(typed)) return answer(400, { error: 'connection must be a number' });
      const isDone = act(Number(typed));
      return answer(isDone ? 200 : 404, isDone ? { [done]: Number(typed) } : NONE_SUCH);
    };
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /control/channels':
        return answer(200, control.channels());
      case 'GET /control/progress':
        return answer(200, control.progress());
      case 'GET /control/truth': {
        const window = parseWindow(url.searchParams);
        if (window === null) return answer(400, { error: 'fromMs and untilMs must be two times' });
        control.truth(window).then(
          (truth) => answer(200, truth),
          (error: unknown) => answer(500, { error: String(error) }),
        );
        return;
      }
      case 'POST /control/pause':
        control.pause();
        return answer(200, { paused: true });
      case 'POST /control/resume':
        control.resume();
        return answer(200, { paused: false });
      case 'POST /control/drop':
        return onConnection('dropped', (connection) => control.drop(connection));
      case 'POST /control/freeze':
        return onConnection('frozen', (connection) => control.freeze(connection));
      case 'POST /control/thaw':
        return onConnection('thawed', (connection) => control.thaw(connection));
      case 'POST /control/reconnect': {
        const closeAfter = url.searchParams.get('closeAfterMs') ?? '5000';
        if (!/^\d{1,6}$/.test(closeAfter)) return answer(400, { error: 'closeAfterMs must be a number' });
        return onConnection('asked', (connection) => control.reconnect(connection, Number(closeAfter)));
      }
      case 'POST /control/lag': {
        const [ms, jitterMs] = [lagOf(url.searchParams, 'ms'), lagOf(url.searchParams, 'jitterMs')];
        if (ms === undefined || jitterMs === undefined)
          return answer(400, { error: `ms and jitterMs must be whole numbers up to ${MAX_LAG_MS}` });
        return onConnection('lagged', (connection) => control.lag(connection, { ms, jitterMs }));
      }
      case 'GET /control/violations':
        return answer(200, control.violations());
      case 'GET /control/peaks':
        return answer(200, control.peaks());
      case 'POST /control/room': {
        const login = parseLogin(url.searchParams.get('channel') ?? '');
        const state = ROOM_STATES.find((each) => each === url.searchParams.get('state'));
        if (login === undefined) return answer(400, { error: 'channel must be a login' });
        if (state === undefined) return answer(400, { error: `state must be ${ROOM_STATES.join(', ')}` });
        control.setRoom(login, state);
        return answer(200, { channel: login, state });
      }
      default: {
        const verb = more.get(`${request.method ?? ''} ${url.pathname.replace(/^\/control\//, '')}`);
        if (verb === undefined) return answer(404, { error: 'not found' });
        try {
          return answer(200, verb(url.searchParams));
        } catch (error) {
          if (error instanceof Refusal) return answer(error.status, { error: error.message });
          return answer(500, { error: String(error) });
        }
      }
    }
  };
}

const NONE_SUCH = { error: 'no such one' };

/** 0 where it is not given; undefined for what is no lag. */
function lagOf(params: URLSearchParams, name: string): number | undefined {
  const typed = params.get(name) ?? '0';
  return /^\d{1,5}$/.test(typed) && Number(typed) <= MAX_LAG_MS ? Number(typed) : undefined;
}

/** Undefined where none is asked for; null for what is no window. */
function parseWindow(params: URLSearchParams): TimeWindow | undefined | null {
  const from = params.get('fromMs');
  const until = params.get('untilMs');
  if (from === null && until === null) return undefined;
  const time = /^\d{1,15}$/;
  if (!time.test(from ?? '') || !time.test(until ?? '')) return null;
  return { fromMs: Number(from), untilMs: Number(until) };
}
