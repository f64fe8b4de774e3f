/**
 * What reads chat, in a process of its own: the chat room and each channel's step, without log and warehouse. It is sent
 * the address and the channels, says `joined` once it is in all of them, and how many lines it has counted whenever it is
 * sent anything else.
 */
import { TwitchChat } from '@emotide/chat';
import type { ChannelId, ChannelLogin } from '@emotide/domain';
import { createChannelState, step, type ChannelEmotes, type ChannelState } from '@emotide/emotes';
import { createLogger, Registry } from '@emotide/service-kit';

/** What the process is told first. */
export interface ReaderTask {
  readonly url: string;
  readonly channels: readonly string[];
}

const emotes: ChannelEmotes = { index: undefined, classOf: () => 'UNKNOWN' };
let counted = 0;
let dropped = 0;

function readAll({ url, channels }: ReaderTask): void {
  // The pace is the simulator's own: joining is not what is measured here.
  const chat = new TwitchChat({
    url: new URL(url),
    channelsPerConnection: 90,
    connectEveryMs: 20,
    joins: { count: 90, perMs: 100 },
    joinWithinMs: 60_000,
    mailboxLines: 65_536,
    log: createLogger('chat-reader', 'warn'),
    registry: new Registry(),
  });
  let joined = 0;
  for (const login of channels) {
    let state: ChannelState | undefined;
    chat.channel(login as ChannelLogin).subscribe({
      next: (signal) => {
        if (signal.type === 'joined') {
          state = createChannelState(signal.channelId ?? ('1' as ChannelId), emotes);
          if (++joined === channels.length) process.send!('joined');
          return;
        }
        if (signal.type === 'moderation') return;
        const nowMs = Date.now();
        for (const line of signal.lines)
          if (state !== undefined && step(state, line, nowMs).type === 'counted') counted++;
          else dropped++;
      },
      error: (error: unknown) => {
        throw error;
      },
    });
  }
}

process.on('disconnect', () => process.exit());
process.on('message', (message: ReaderTask | 'count') => {
  if (message === 'count') process.send!({ counted, dropped });
  else readAll(message);
});
