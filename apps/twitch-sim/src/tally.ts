import { createSeenIds } from './seen-ids';
import type { TruthLine } from './truth-line';

export interface Counts {
  messages: number;
  messagesWithEmotes: number;
  /** Occurrences of emotes. */
  uses: number;
}

export interface EmoteTruth {
  uses: number;
  messages: number;
  /** Distinct user ids. */
  chatters: number;
}

export interface ChannelTruth extends Counts {
  roomId: string | null;
  /** The part of the counts above that are copies from another channel's shared chat. */
  sharedCopies: Counts;
  /** By emote id. */
  emotes: Record<string, EmoteTruth>;
  /** Acts of moderators by action. */
  moderation: Record<string, number>;
  /** By start of the minute of `tmi-sent-ts`, epoch milliseconds. A message without a time is in none. */
  minutes: Record<string, Counts>;
}

export interface Truth {
  /** By login. */
  channels: Record<string, ChannelTruth>;
  /** How many messages were put on each connection, repeated ids included. */
  connections: { connection: number; channel: string; messages: number }[];
}

/**
 * Counts lines by the truth rules. A message counts once per channel and `id`; one without an id always counts. An act of
 * moderators that has a time counts once per channel, action, target and time, a deletion once per message.
 */
export interface Tally {
  add(line: TruthLine, shiftMs?: number): void;
  /**
   * Counts a message that was said, or what moderators did, many times, each time under an id of its own and each of `userIds` at least once.
   * It says nothing of minutes.
   */
  addMany(line: TruthLine, messages: number, userIds: Iterable<string>): void;
  /** Adds what {@link Tally.addMany} counted in a minute that starts at `startMs`. */
  addMinute(channel: string, startMs: number, counts: Counts): void;
  /** Says that messages were put on a connection. */
  addSent(connection: number, channel: string, messages?: number): void;
  truth(): Truth;
}

export function createTally(): Tally {
  interface Channel {
    truth: ChannelTruth;
    chatters: Map<string, Set<string>>;
  }
  const channels = new Map<string, Channel>();
  const sent = new Map<string, { connection: number; channel: string; messages: number }>();
  const seen = createSeenIds();

  const channelOf = (login: string): Channel => {
    let channel = channels.get(login);
    if (channel === undefined) {
      const truth = {
        ...noCounts(),
        roomId: null,
        sharedCopies: noCounts(),
        emotes: {},
        moderation: {},
        minutes: {},
      };
      channels.set(login, (channel = { truth, chatters: new Map() }));
    }
    return channel;
  };

  const countMany = (line: TruthLine, login: string, messages: number, userIds: Iterable<string>): void => {
    const { truth, chatters } = channelOf(login);
    truth.roomId ??= line.roomId;
    count(truth, countsOf(line), messages);
    if (line.isSharedCopy) count(truth.sharedCopies, countsOf(line), messages);
    for (const { id } of line.emotes) {
      (truth.emotes[id] ??= { uses: 0, messages: 0, chatters: 0 }).uses += messages;
    }
    for (const id of new Set(line.emotes.map((emote) => emote.id))) {
      const emote = truth.emotes[id];
      if (emote !== undefined) emote.messages += messages;
      let users = chatters.get(id);
      if (users === undefined) chatters.set(id, (users = new Set()));
      for (const userId of userIds) users.add(userId);
    }
  };

  const countActs = (channel: string, action: string, acts: number): void => {
    const { moderation } = channelOf(channel).truth;
    moderation[action] = (moderation[action] ?? 0) + acts;
  };

  const addAct = ({ channel, act, sentAtMs }: TruthLine): void => {
    if (channel === null || act === null || sentAtMs === null) return;
    const { action, target } = act;
    const when = action === 'MESSAGE_DELETED' ? '' : sentAtMs;
    if (seen.add(`${channel} ${action} ${target} ${when}`)) countActs(channel, action, 1);
  };

  return {
    add(line, shiftMs = 0) {
      if (line.act !== null) return addAct(line);
      if (!line.isMessage || line.channel === null) return;
      if (line.id !== null && !seen.add(`${line.channel} ${line.id}`)) return;
      countMany(line, line.channel, 1, line.userId === null ? [] : [line.userId]);
      if (line.sentAtMs === null) return;
      const minute = Math.floor((line.sentAtMs + shiftMs) / 60_000) * 60_000;
      count((channelOf(line.channel).truth.minutes[minute] ??= noCounts()), countsOf(line));
    },
    addMany(line, messages, userIds) {
      if (line.act !== null && line.channel !== null) countActs(line.channel, line.act.action, messages);
      if (line.isMessage && line.channel !== null) countMany(line, line.channel, messages, userIds);
    },
    addMinute(channel, startMs, counts) {
      count((channelOf(channel).truth.minutes[startMs] ??= noCounts()), counts);
    },
    addSent(connection, channel, messages = 1) {
      const key = `${connection} ${channel}`;
      const entry = sent.get(key);
      if (entry === undefined) sent.set(key, { connection, channel, messages });
      else entry.messages += messages;
    },
    truth() {
      for (const { truth, chatters } of channels.values()) {
        for (const [id, emote] of Object.entries(truth.emotes)) emote.chatters = chatters.get(id)?.size ?? 0;
      }
      return {
        channels: Object.fromEntries([...channels].map(([login, { truth }]) => [login, truth])),
        connections: [...sent.values()],
      };
    },
  };
}

function noCounts(): Counts {
  return { messages: 0, messagesWithEmotes: 0, uses: 0 };
}

function countsOf(line: TruthLine): Counts {
  const uses = line.emotes.length;
  return { messages: 1, messagesWithEmotes: uses > 0 ? 1 : 0, uses };
}

function count(counts: Counts, more: Counts, times = 1): void {
  counts.messages += more.messages * times;
  counts.messagesWithEmotes += more.messagesWithEmotes * times;
  counts.uses += more.uses * times;
}
