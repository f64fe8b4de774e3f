/** What the supervisor tells the server's process. Passwords travel as hashes only. */
export interface ServerSettings {
  readonly directory: string;
  /** Port of the proxy; 0 takes a free one. */
  readonly port: number;
  /** Port of ClickHouse's native protocol for `bi`; 0 takes a free one, absent: there is none. */
  readonly nativePort?: number;
  /** SHA-256 of each user's password, in hex. */
  readonly users: UserHashes;
  readonly memoryBytes: number;
  readonly maxConcurrentRequests: number;
}

export interface UserHashes {
  /** Owns the databases `emotide` and `bi`. */
  readonly app: string;
  /** Reads the views in `bi`, within limits. */
  readonly bi: string;
}

/** What the server's process answers, once. */
export type ServerReport =
  | { readonly type: 'ready'; readonly port: number; readonly nativePort?: number }
  | { readonly type: 'port-taken'; readonly port: number }
  | { readonly type: 'refused'; readonly message: string };
