/** What the naive pipeline sends for one message and one emote of it: a JSON object, readable and long. */
export interface NaiveEvent {
  readonly channel: string;
  readonly channelId: string;
  readonly userId: string;
  readonly messageId: string;
  readonly emoteId: string;
  readonly emoteName: string;
  readonly uses: number;
  /** Epoch ms. */
  readonly sentAt: number;
}

export const NAIVE_STREAM = 'NAIVE';
export const NAIVE_SUBJECT = 'naive.emotes';
export const NAIVE_TABLE = 'naive_events';

/** How the two processes find the servers, in one variable of their environment as JSON. */
export interface NaiveSettings {
  readonly natsUrl: string;
  readonly natsPassword: string;
  readonly clickhouseUrl: string;
  readonly clickhousePassword: string;
  readonly chatPort: number;
  readonly channels: readonly string[];
}

export const NAIVE_SETTINGS = 'EMOTIDE_NAIVE_SETTINGS';
