import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReplayProgress } from './replay';
import type { GeneratorProgress } from './generated/generator';
import type { Truth } from './tally';
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
    connections: readonly { connection: number; backlogBytes: number }[];
  };
  /** What was put on connections; with a window, only messages whose time lies in it. */
  truth(window?: TimeWindow): Promise<Truth>;
  drop(connection: number): boolean;
  /** Stops sending. Connections stay, and joins are answered. */
  pause(): void;
  resume(): void;
}

/**
 * The API by which tests and `emotide up` ask and steer the simulator:
 * `GET /control/channels`, `/control/progress`, `/control/truth` (`?fromMs=…&untilMs=…` for a span of time, epoch
 * milliseconds), `POST /control/drop?connection=N`, `/control/pause`, `/control/resume`.
 *
 * A page in a browser is refused (it sends an Origin), as the simulator has no login.
 */
export function createControlApi(
  control: Control,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const answer = (status: number, body: unknown): void =>
      void response
        .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
        .end(`${JSON.stringify(body)}\n`);
    const url = parseUrl(request.url);
    if (url === undefined) return answer(400, { error: 'bad address' });
    if (request.headers.origin !== undefined) return answer(403, { error: 'not for browsers' });
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
      case 'POST /control/drop': {
        const typed = url.searchParams.get('connection') ?? '';
        if (!/^\d{1,15}$/.test(typed)) return answer(400, { error: 'connection must be a number' });
        const dropped = control.drop(Number(typed));
        return answer(dropped ? 200 : 404, dropped ? { dropped: Number(typed) } : { error: 'no such one' });
      }
      default:
        return answer(404, { error: 'not found' });
    }
  };
}

function parseUrl(path: string | undefined): URL | undefined {
  try {
    return new URL(path ?? '/', 'http://127.0.0.1');
  } catch {
    return undefined;
  }
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
