/** One IRC line as the truth sees it. */
export interface TruthLine {
  readonly command: string;
  /** The channel's login without `#`; null where the line names none. */
  readonly channel: string | null;
  /** A PRIVMSG, or a USERNOTICE with text. */
  readonly isMessage: boolean;
  readonly text: string | null;
  /** `/me` */
  readonly isAction: boolean;
  readonly id: string | null;
  readonly roomId: string | null;
  readonly userId: string | null;
  /** `tmi-sent-ts`, epoch milliseconds. */
  readonly sentAtMs: number | null;
  /** A copy from another channel's shared chat. */
  readonly isSharedCopy: boolean;
  /** What moderators did to which message or chatter; null for any other line. */
  readonly act: { readonly action: string; readonly target: string } | null;
  /** One entry per well-formed range of the `emotes` tag, in the tag's order; code points, both ends included. */
  readonly emotes: readonly { readonly id: string; readonly from: number; readonly to: number }[];
}

const ACTION = /^\u0001ACTION (.*?)\u0001?$/s;
const RANGE = /^(\d{1,9})-(\d{1,9})$/;

/**
 * Reads an IRC line by the truth rules, in the plainest way: this is the oracle that faster parsers are held
 * against, so it shares no code with them.
 *
 * The rules: a message is a PRIVMSG, or a USERNOTICE with text; an occurrence is one well-formed range of the
 * `emotes` tag, whatever it points at.
 */
export function toTruthLine(line: string): TruthLine {
  let rest = line;
  const takeWord = (): string => {
    const space = rest.indexOf(' ');
    const word = space < 0 ? rest : rest.slice(0, space);
    rest = space < 0 ? '' : rest.slice(space).replace(/^ +/, '');
    return word;
  };

  const tags = rest.startsWith('@') ? takeWord().slice(1).split(';') : [];
  const tag = (name: string): string | null => {
    const found = tags.find((entry) => entry.startsWith(`${name}=`));
    return found?.slice(name.length + 1) || null;
  };
  if (rest.startsWith(':')) takeWord();
  const command = takeWord();
  const target = takeWord();
  const channel = target.length > 1 && target.startsWith('#') ? target.slice(1).toLowerCase() : null;
  const said = rest.startsWith(':') ? rest.slice(1) : rest;

  const isMessage =
    channel !== null && (command === 'PRIVMSG' || (command === 'USERNOTICE' && said.length > 0));
  const action = isMessage ? ACTION.exec(said) : null;
  const roomId = tag('room-id');
  const sourceRoomId = tag('source-room-id');
  const sentAt = tag('tmi-sent-ts');
  return {
    command,
    channel,
    isMessage,
    text: isMessage ? (action?.[1] ?? said) : null,
    isAction: action !== null,
    id: tag('id'),
    roomId,
    userId: tag('user-id'),
    sentAtMs: sentAt !== null && /^\d{1,15}$/.test(sentAt) ? Number(sentAt) : null,
    act: channel === null ? null : toAct(command, tag, said),
    isSharedCopy: sourceRoomId !== null && sourceRoomId !== roomId,
    emotes: isMessage ? toRanges(tag('emotes') ?? '') : [],
  };
}

function toAct(command: string, tag: (name: string) => string | null, said: string): TruthLine['act'] {
  if (command === 'CLEARMSG') {
    const target = tag('target-msg-id');
    return target === null ? null : { action: 'MESSAGE_DELETED', target };
  }
  if (command !== 'CLEARCHAT') return null;
  const target = tag('target-user-id') ?? said;
  if (target === '') return { action: 'CHAT_CLEARED', target };
  return { action: tag('ban-duration') === null ? 'BAN' : 'TIMEOUT', target };
}

/** `id:from-to,from-to/id2:…`. An id may hold a slash, so it is read up to its colon and its ranges up to a slash. */
function toRanges(emotesTag: string): TruthLine['emotes'] {
  const ranges: { id: string; from: number; to: number }[] = [];
  let rest = emotesTag;
  while (rest.length > 0) {
    const colon = rest.indexOf(':');
    if (colon < 0) break;
    const id = rest.slice(0, colon);
    const slash = rest.indexOf('/', colon);
    const end = slash < 0 ? rest.length : slash;
    for (const typed of rest.slice(colon + 1, end).split(',')) {
      const range = RANGE.exec(typed);
      if (id !== '' && range !== null && Number(range[1]) <= Number(range[2])) {
        ranges.push({ id, from: Number(range[1]), to: Number(range[2]) });
      }
    }
    rest = rest.slice(end + 1);
  }
  return ranges;
}
