import type { ChannelId } from '@emotide/domain';
import type { EmoteChange, ThirdParty } from '@emotide/emotes';

/** What may be watched: a channel (BTTV), an emote set or a user of 7TV's. */
export type LiveTopic =
  | { readonly type: 'channel'; readonly channelId: ChannelId }
  | { readonly type: 'set'; readonly setId: string }
  | { readonly type: 'user'; readonly userId: string };

/** Why what was read of a topic before may be out of date. */
export type ResyncReason =
  /** It is watched from now on: a reading made before this moment may lack a change. */
  | 'subscribed'
  /** It was not watched for a while. */
  | 'reconnected'
  /** Something was said of it that could not be read. */
  | 'unreadable';

/** What live updates say. */
export type LiveEvent =
  | { readonly type: 'change'; readonly change: EmoteChange }
  /** The user wears another set (null: none): read the channel again and watch the new set. */
  | {
      readonly type: 'set-switched';
      readonly provider: ThirdParty;
      readonly userId: string;
      readonly setId: string | null;
    }
  /** Read these again: changes to them may have been missed. */
  | {
      readonly type: 'resync';
      readonly provider: ThirdParty;
      readonly topics: readonly LiveTopic[];
      readonly reason: ResyncReason;
    }
  /** It is not watched: only polling tells of its changes. Watching it again tries again. */
  | {
      readonly type: 'refused';
      readonly provider: ThirdParty;
      readonly topic: LiveTopic;
      readonly reason: string;
    };

/** A topic as one string: `set:63b0…`. */
export function topicKey(topic: LiveTopic): string {
  switch (topic.type) {
    case 'channel':
      return `channel:${topic.channelId}`;
    case 'set':
      return `set:${topic.setId}`;
    case 'user':
      return `user:${topic.userId}`;
  }
}
