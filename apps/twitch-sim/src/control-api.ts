import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReplayProgress } from './replay';
import type { Truth } from './truth';

/** What the control API shows and does. */
export interface Control {
  /** Every channel that the replay holds, complete before the simulator is ready. */
  channels(): readonly { login: string; id: string }[];
  progress(): {
    files: readonly ReplayProgress[];
    done: boolean;
    connections: readonly { connection: number; backlogBytes: number }[];
  };
  truth(): Promise<Truth>;
  drop(connection: number): boolean;
}

/**
 * The API by which tests and `emotide up` ask and steer the simulator:
 * `GET /control/channels`, `/control/progress`, `/control/truth`, `POST /control/drop?connection=N`.
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
      case 'GET /control/truth':
        control.truth().then(
          (truth) => answer(200, truth),
          (error: unknown) => answer(500, { error: String(error) }),
        );
        return;
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
