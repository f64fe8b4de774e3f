import { toEmotesTag } from '../emotes-tag';
import { toTags } from '../irc-tags';
import { MARKS } from './marks';
import { createMessageWords, type MessageWords } from './message-words';
import type { Mix } from './settings';
import type { Chatter, GeneratedChannel } from './world';

/** A line to be sent again and again, with {@link MARKS} where each sending differs; no line end. */
export interface TemplateText {
  readonly channel: GeneratedChannel;
  readonly text: string;
  /** A line that comes right after it and names its id: a copy in a shared chat, a reply, a deletion. */
  readonly follower?: { readonly channel: GeneratedChannel; readonly text: string };
}

/** Writes the lines of one channel. */
export interface TemplateWriter {
  /** What opens a raid. */
  raid(from: Chatter): TemplateText;
  /** What a regular says or does. */
  regular(chatter: Chatter, other: Chatter): TemplateText;
  /** What somebody says who drops in. */
  visitor(chatter: Chatter): TemplateText;
}

const HOST = 'tmi.twitch.tv';

export function createTemplateWriter(
  channel: GeneratedChannel,
  mix: Mix,
  random: () => number,
): TemplateWriter {
  const words: MessageWords = createMessageWords(channel, mix, random);
  const { partner } = channel;
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));

  const privmsg = (
    to: GeneratedChannel,
    chatter: Chatter,
    text: string,
    more: Record<string, string>,
    isAction = false,
  ): string => {
    const isOnlyEmotes = text.split(' ').every((word) => words.idOf(word) !== undefined);
    const tags = {
      ...authorTags(chatter),
      emotes: toEmotesTag(text, words.idOf),
      ...(isOnlyEmotes ? { 'emote-only': '1' } : {}),
      'first-msg': '0',
      flags: '',
      id: MARKS.id,
      'returning-chatter': '0',
      'room-id': to.roomId,
      'tmi-sent-ts': MARKS.sentAtMs,
      ...more,
    };
    const said = isAction ? `\u0001ACTION ${text}\u0001` : text;
    const { login } = chatter;
    return `${toTags(tags)} :${login}!${login}@${login}.${HOST} PRIVMSG #${to.login} :${said}`;
  };

  const message = (
    chatter: Chatter,
    text: string,
    more: Record<string, string> = {},
    isAction = false,
  ): TemplateText => {
    if (partner === null) return { channel, text: privmsg(channel, chatter, text, more, isAction) };
    const tags = { ...more, ...sourceTags(channel, chatter) };
    return {
      channel,
      text: privmsg(channel, chatter, text, tags, isAction),
      follower: { channel: partner, text: privmsg(partner, chatter, text, tags, isAction) },
    };
  };

  const usernotice = (
    to: GeneratedChannel,
    chatter: Chatter,
    tags: Record<string, string>,
    text?: string,
  ): string => {
    const all = {
      ...authorTags(chatter),
      emotes: toEmotesTag(text ?? '', words.idOf),
      flags: '',
      id: MARKS.id,
      login: chatter.login,
      'room-id': to.roomId,
      'tmi-sent-ts': MARKS.sentAtMs,
      ...tags,
    };
    return `${toTags(all)} :${HOST} USERNOTICE #${to.login}${text === undefined ? '' : ` :${text}`}`;
  };

  const notice = (
    chatter: Chatter,
    msgId: string,
    tags: Record<string, string>,
    text?: string,
  ): TemplateText => {
    const own = { 'msg-id': msgId, ...tags };
    if (partner === null) return { channel, text: usernotice(channel, chatter, own, text) };
    const shared = { ...own, ...sourceTags(channel, chatter), 'source-msg-id': msgId };
    const copy = usernotice(partner, chatter, { ...shared, 'msg-id': 'sharedchatnotice' }, text);
    return {
      channel,
      text: usernotice(channel, chatter, shared, text),
      follower: { channel: partner, text: copy },
    };
  };

  const subscription = (chatter: Chatter, months: number): Record<string, string> => ({
    'msg-param-cumulative-months': String(months),
    'msg-param-months': '0',
    'msg-param-should-share-streak': '0',
    'msg-param-sub-plan': '1000',
    'msg-param-sub-plan-name': `Friends of ${channel.login}`,
    'system-msg': `${chatter.displayName} subscribed at Tier 1. They've subscribed for ${months} months!`,
  });

  const reply = (chatter: Chatter, other: Chatter): TemplateText => {
    const said = words.write(chatter);
    const parent = {
      'msg-body': said,
      'msg-id': MARKS.reference,
      'user-id': chatter.userId,
      'user-login': chatter.login,
      'display-name': chatter.displayName,
    };
    const tags = Object.fromEntries([
      ...Object.entries(parent).map(([name, value]) => [`reply-parent-${name}`, value]),
      ...Object.entries(parent)
        .filter(([name]) => name !== 'msg-body')
        .map(([name, value]) => [`reply-thread-parent-${name}`, value]),
    ]) as Record<string, string>;
    const answer = `@${chatter.displayName} ${words.write(other)}`;
    return {
      channel,
      text: privmsg(channel, chatter, said, {}),
      follower: { channel, text: privmsg(channel, other, answer, tags) },
    };
  };

  const deletion = (chatter: Chatter): TemplateText => {
    const said = words.write(chatter);
    const tags = {
      login: chatter.login,
      'room-id': '',
      'target-msg-id': MARKS.reference,
      'tmi-sent-ts': MARKS.sentAtMs,
    };
    return {
      channel,
      text: privmsg(channel, chatter, said, {}),
      follower: { channel, text: `${toTags(tags)} :${HOST} CLEARMSG #${channel.login} :${said}` },
    };
  };

  const timeout = (chatter: Chatter): TemplateText => {
    const tags = {
      'ban-duration': String(whole(1, 600)),
      'room-id': channel.roomId,
      'target-user-id': chatter.userId,
      'tmi-sent-ts': MARKS.sentAtMs,
    };
    return { channel, text: `${toTags(tags)} :${HOST} CLEARCHAT #${channel.login} :${chatter.login}` };
  };

  const cheer = (chatter: Chatter): TemplateText => {
    const bits = [1, 100, 500, 1_000][whole(0, 3)] ?? 1;
    return message(chatter, `Cheer${bits} ${words.write(chatter)}`, { bits: String(bits) });
  };

  return {
    raid: (from) =>
      notice(from, 'raid', {
        'msg-param-displayName': from.displayName,
        'msg-param-login': from.login,
        'msg-param-viewerCount': '128',
        'system-msg': `128 raiders from ${from.displayName} have joined!`,
      }),
    regular(chatter, other) {
      const months = chatter.subscribedMonths + 1;
      const roll = random();
      if (roll < 0.005) return message(chatter, words.write(chatter), {}, true);
      if (roll < 0.01) return cheer(chatter);
      if (roll < 0.013) return notice(chatter, 'resub', subscription(chatter, months), words.write(chatter));
      if (roll < 0.014) {
        const tags = { 'msg-param-color': 'BLUE', 'system-msg': '' };
        return notice(chatter, 'announcement', tags, words.write(chatter));
      }
      if (roll < 0.044 && partner === null) return reply(chatter, other);
      // What follows holds no emote, so it has no place where every line has one.
      if (roll >= 0.055 || mix === 'dense') return message(chatter, words.write(chatter));
      if (roll < 0.047) return notice(chatter, 'resub', subscription(chatter, months));
      if (roll < 0.05) return notice(chatter, 'sub', subscription(chatter, 1));
      if (roll < 0.0525) return timeout(chatter);
      return partner === null ? deletion(chatter) : message(chatter, words.write(chatter));
    },
    visitor: (chatter) =>
      message(chatter, words.write(chatter), { 'first-msg': random() < 0.03 ? '1' : '0' }),
  };
}

/** In the origin's own room the tags are there too (dev.twitch.tv/docs/chat/irc). */
function sourceTags(origin: GeneratedChannel, chatter: Chatter): Record<string, string> {
  const { 'badge-info': badgeInfo = '', badges = '' } = authorTags(chatter);
  return {
    'source-badge-info': badgeInfo,
    'source-badges': badges,
    'source-id': MARKS.reference,
    'source-only': '0',
    'source-room-id': origin.roomId,
  };
}

function authorTags(chatter: Chatter): Record<string, string> {
  const { subscribedMonths: months, isModerator, isVip } = chatter;
  const badges = [
    ...(isModerator ? ['moderator/1'] : isVip ? ['vip/1'] : []),
    ...(months > 0 ? [`subscriber/${months - (months % 6)}`] : []),
  ];
  return {
    'badge-info': months > 0 ? `subscriber/${months}` : '',
    badges: badges.join(','),
    color: chatter.colour,
    'display-name': chatter.displayName,
    mod: isModerator ? '1' : '0',
    subscriber: months > 0 ? '1' : '0',
    turbo: '0',
    'user-id': chatter.userId,
    'user-type': isModerator ? 'mod' : '',
    ...(isVip && !isModerator ? { vip: '1' } : {}),
  };
}
