/** What a session of a service needs of its WebSocket. */
export interface PushSocket {
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

/** One client's side of the conversation, without any network. */
export interface PushSession {
  receive(text: string): void;
  /** The client is gone, or never was more than half there. */
  ended(): void;
}

/** A service that pushes what changes. */
export interface PushHub {
  connect(socket: PushSocket): PushSession;
  /** For tests to know when all is subscribed. */
  state(): { sockets: number; subscriptions: number; pushed: number };
  /** Says that clients should come again, then ends their connections. @returns how many there were. */
  reconnectAll(): number;
  stop(): void;
}
