import type { IncomingHttpHeaders } from 'node:http';

/** What is asked of a service over HTTP. */
export interface ServiceRequest {
  readonly method: string;
  /** Behind the service's prefix, with a slash in front. */
  readonly path: string;
  /** Of the address, and of a form that was posted. */
  readonly params: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body: unknown;
  /** Which call it answers, without ids: for counting. */
  readonly call: string;
}

/** One service that Twitch or an emote provider runs. It never throws. */
export type Service = (request: ServiceRequest) => ServiceAnswer;

/** The services by their prefix in the address. */
export const SERVICES = ['oauth2', 'helix', 'bttv', 'ffz', '7tv'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Those that talk over a WebSocket. */
export const SOCKET_SERVICES = ['bttv-socket', '7tv-events'] as const;
export type SocketServiceName = (typeof SOCKET_SERVICES)[number];
