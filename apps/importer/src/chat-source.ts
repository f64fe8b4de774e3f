/** One thing to import: a file, or what an address gives. */
export interface ChatSource {
  /** For people: its path or address. */
  readonly name: string;
  /** Bytes as they lie there, packed or not; undefined when nobody knows yet. */
  readonly bytes: number | undefined;
  /**
   * Its bytes from the begin. May be called again.
   *
   * @param onRead told of each piece
   * @throws InputError, also while it is read
   */
  open(onRead: (bytes: number) => void): AsyncIterable<Buffer>;
  /** It was imported to its end. */
  done?(): Promise<void>;
}
