/** Only the first `messages` messages that one connection was sent, of one channel or of all together. */
export interface Limit {
  readonly connection: number;
  readonly channel?: string;
  readonly messages: number;
}
