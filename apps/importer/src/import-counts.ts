import type { DropReason } from '@emotide/emotes';
import type { FileReject } from './read-messages';

/** Why something in a file is not counted, beside what the file cannot help. */
export type RejectCause = FileReject | DropReason | 'no-room-id' | 'too-recent' | 'fault';

export interface ChannelCounts {
  login: string;
  messages: number;
  uses: number;
  covered: number;
}

/** What an import found in one file, or in all. */
export class ImportCounts {
  /** Lines, or comments of VODs. */
  lines = 0;
  /** Lines of chat that are no messages. */
  others = 0;
  /** Messages that are counted by this import. */
  messages = 0;
  messagesWithEmotes = 0;
  uses = 0;
  /** Messages of times that somebody has read already. */
  covered = 0;
  /** Messages that an import before this one had put into the log. */
  settled = 0;
  /** Messages of other channels or times than asked for. */
  unwanted = 0;
  readonly rejects = new Map<RejectCause, number>();
  readonly channels = new Map<string, ChannelCounts>();

  reject(cause: RejectCause, times = 1): void {
    this.rejects.set(cause, (this.rejects.get(cause) ?? 0) + times);
  }

  channel(channelId: string, login: string): ChannelCounts {
    let counts = this.channels.get(channelId);
    if (counts === undefined) {
      counts = { login, messages: 0, uses: 0, covered: 0 };
      this.channels.set(channelId, counts);
    }
    return counts;
  }

  add(other: ImportCounts): void {
    for (const name of COUNTED) this[name] += other[name];
    for (const [cause, times] of other.rejects) this.reject(cause, times);
    for (const [channelId, { login, messages, uses, covered }] of other.channels) {
      const counts = this.channel(channelId, login);
      counts.messages += messages;
      counts.uses += uses;
      counts.covered += covered;
    }
  }
}

const COUNTED = [
  'lines',
  'others',
  'messages',
  'messagesWithEmotes',
  'uses',
  'covered',
  'settled',
  'unwanted',
] as const;
