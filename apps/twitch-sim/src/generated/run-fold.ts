import type { SetHistory } from '../emote-sets/set-history';
import { withThirdParty } from '../emote-sets/with-third-party';
import type { MessageLimits } from '../message-limits';
import type { Counts, Tally } from '../tally';
import { isInWindow, type TimeWindow } from '../time-window';
import { toTruthLine, type TruthLine } from '../truth-line';
import type { ChatScript } from './chat-script';
import { LineCursor } from './line-cursor';
import { createLineTimes } from './line-times';
import { readRecord, RECORD_BYTES, type RunHeader } from './run-record';

/**
 * Counts what a run put on connections, by walking its lines again as its log says. Sending counts nothing, so the
 * truth costs it nothing; and what a line holds is read off the rendered line by the same oracle as a replay's.
 */
export interface RunFold {
  /**
   * Counts further records of the log, in its order. Pauses after each few thousand lines, so that the caller can let
   * others have a turn: run it to its end.
   */
  read(records: Buffer): Generator<void, void>;
  /** Adds what was counted so far. Pauses in the same way. */
  addTo(tally: Tally): Generator<void, void>;
}

/** What was counted of a template before its words changed their meaning. */
interface Banked {
  readonly line: TruthLine;
  readonly template: number;
  times: number;
  visitors: number;
}

interface Listener {
  readonly connection: number;
  /** Messages counted. */
  messages: number;
}

const PAUSE_EVERY = 8_192;
const UNKNOWN = -2;
const NO_MESSAGE = -1;
/** What moderators did. */
const ACT = -3;

/** @throws RangeError where the log is of another generator: its lines cannot be told again. */
export function createRunFold(options: {
  header: RunHeader;
  script: ChatScript;
  /** Only lines sent at these times. */
  window?: TimeWindow;
  limits?: MessageLimits;
  /** What third-party words meant; without it they are words like any other. */
  history?: SetHistory;
}): RunFold {
  const { header, script, window, limits } = options;
  const history = header.settings.thirdParty === true ? options.history : undefined;
  const { pool } = script;
  if (header.fingerprint !== script.fingerprint)
    throw new RangeError(`run ${header.number} is of another version of the generator: its truth is lost`);
  const logins = pool.world.channels.map((channel) => channel.login);
  const roomIds = pool.world.channels.map((channel) => channel.roomId);
  const times = createLineTimes(header.settings);
  const cursor = new LineCursor(pool, script.sequence);
  let toNumber = 0;
  let revision = 0;
  const listeners: Map<number, Listener>[] = logins.map(() => new Map());
  const sent = new Map<string, { login: string; listener: Listener }>();
  /** Occurrences in a template; less than 0 for what is no message. */
  const uses = new Int16Array(pool.templates).fill(UNKNOWN);
  const said = new Float64Array(pool.templates);
  /** A bit for each visitor. */
  const visitors = new Uint32Array(pool.templates);
  /** By minute: three counters a channel. */
  const minutes = new Map<number, Uint32Array>();

  const banked = new Map<string, Banked>();

  const lineAt = (template: number, atRevision: number): TruthLine => {
    const line = toTruthLine(pool.lineOf(template));
    if (history === undefined) return line;
    const roomId = roomIds[pool.channelOf[template] ?? 0] ?? '';
    return withThirdParty(line, (word) => history.find(roomId, word, atRevision));
  };
  const usesIn = (line: TruthLine): number => {
    if (line.act !== null) return ACT;
    return line.isMessage ? line.emotes.length : NO_MESSAGE;
  };
  const usesOf = (template: number): number => {
    const known = uses[template] ?? NO_MESSAGE;
    return known === UNKNOWN ? (uses[template] = usesIn(lineAt(template, revision))) : known;
  };

  /** Sets what was counted of a template aside, under what its words meant until now. */
  const bank = (template: number, line: TruthLine): void => {
    const key = `${template} ${line.emotes.map(({ id }) => id).join(' ')}`;
    let aside = banked.get(key);
    if (aside === undefined) banked.set(key, (aside = { line, template, times: 0, visitors: 0 }));
    aside.times += said[template] ?? 0;
    aside.visitors |= visitors[template] ?? 0;
    said[template] = 0;
    visitors[template] = 0;
  };

  const turnTo = function* (next: number): Generator<void, void> {
    const changed = history?.changedBetween(revision, next) ?? new Set();
    const isChanged = roomIds.map((roomId) => changed.has(null) || changed.has(roomId));
    for (let template = 0, lines = 0; changed.size > 0 && template < pool.templates; template++) {
      if (uses[template] === UNKNOWN || isChanged[pool.channelOf[template] ?? 0] !== true) continue;
      const before = lineAt(template, revision);
      const now = lineAt(template, next);
      if (
        before.emotes.some(({ id }, i) => id !== now.emotes[i]?.id) ||
        before.emotes.length < now.emotes.length
      ) {
        if ((said[template] ?? 0) > 0) bank(template, before);
        uses[template] = usesIn(now);
      }
      if (++lines % (PAUSE_EVERY / 8) === 0) yield;
    }
    revision = next;
  };

  const hear = (channel: number): boolean => {
    const login = logins[channel] ?? '';
    let isHeard = false;
    for (const listener of listeners[channel]?.values() ?? []) {
      if (limits?.take(listener.connection, login) === false) continue;
      listener.messages += 1;
      isHeard = true;
    }
    return isHeard;
  };

  const countLine = (sentAtMs: number): void => {
    const atMs = times.isShifted ? times.sentAtMs(cursor.number, sentAtMs) : sentAtMs;
    if (times.isShifted && !isInWindow(atMs, window)) return;
    const { template, visitor } = cursor;
    const channel = pool.channelOf[template] ?? 0;
    const occurrences = usesOf(template);
    if (occurrences === ACT && (listeners[channel]?.size ?? 0) > 0)
      said[template] = (said[template] ?? 0) + 1;
    if (occurrences < 0 || !hear(channel)) return;
    said[template] = (said[template] ?? 0) + 1;
    visitors[template] = (visitors[template] ?? 0) | (1 << visitor);
    const minute = minuteAt(atMs);
    const at = channel * 3;
    minute[at] = (minute[at] ?? 0) + 1;
    if (occurrences === 0) return;
    minute[at + 1] = (minute[at + 1] ?? 0) + 1;
    minute[at + 2] = (minute[at + 2] ?? 0) + occurrences;
  };

  let lastMinute: { start: number; counts: Uint32Array } | undefined;
  const minuteAt = (atMs: number): Uint32Array => {
    const start = Math.floor(atMs / 60_000) * 60_000;
    if (lastMinute?.start === start) return lastMinute.counts;
    let counts = minutes.get(start);
    if (counts === undefined) minutes.set(start, (counts = new Uint32Array(logins.length * 3)));
    lastMinute = { start, counts };
    return counts;
  };

  const usersOf = (template: number, line: TruthLine, bits: number): string[] =>
    pool.isByVisitor(template)
      ? toVisitorIds(line.userId ?? '', bits)
      : [line.userId].filter((id) => id !== null);

  return {
    *read(records) {
      let lines = 0;
      for (let at = 0; at < records.length; at += RECORD_BYTES) {
        const record = readRecord(records, at);
        if (record.type === 'emotes') {
          yield* turnTo(record.revision);
          continue;
        }
        if (record.type === 'audience') {
          const { connection, channel, isHere } = record;
          const login = logins[channel];
          if (login === undefined) continue;
          if (!isHere) {
            listeners[channel]?.delete(connection);
            continue;
          }
          const key = `${connection} ${channel}`;
          let known = sent.get(key);
          if (known === undefined) sent.set(key, (known = { login, listener: { connection, messages: 0 } }));
          listeners[channel]?.set(connection, known.listener);
          continue;
        }
        // Shifted times are looked at one by one.
        if (times.isShifted || isInWindow(record.atMs, window)) {
          for (cursor.goTo(toNumber); cursor.number < record.toNumber; cursor.next()) {
            countLine(record.atMs);
            if (++lines % PAUSE_EVERY === 0) yield;
          }
        }
        toNumber = record.toNumber;
      }
    },
    *addTo(tally) {
      for (let template = 0, lines = 0; template < pool.templates; template++) {
        const messages = said[template] ?? 0;
        if (messages === 0) continue;
        const line = lineAt(template, revision);
        tally.addMany(line, messages, usersOf(template, line, visitors[template] ?? 0));
        if (++lines % (PAUSE_EVERY / 8) === 0) yield;
      }
      for (const aside of banked.values())
        tally.addMany(aside.line, aside.times, usersOf(aside.template, aside.line, aside.visitors));
      for (const [startMs, counts] of minutes) {
        for (const [channel, login] of logins.entries()) {
          const counted = toCounts(counts, channel * 3);
          if (counted.messages > 0) tally.addMinute(login, startMs, counted);
        }
      }
      for (const { login, listener } of sent.values())
        if (listener.messages > 0) tally.addSent(listener.connection, login, listener.messages);
    },
  };
}

/** Visitors differ in the last two digits of their id, which the rendered line has as zeros. */
function toVisitorIds(userId: string, bits: number): string[] {
  const ids: string[] = [];
  for (let visitor = 0; visitor < 32; visitor++)
    if (((bits >>> visitor) & 1) === 1) ids.push(`${userId.slice(0, -2)}${String(visitor).padStart(2, '0')}`);
  return ids;
}

function toCounts(counts: Uint32Array, at: number): Counts {
  return { messages: counts[at] ?? 0, messagesWithEmotes: counts[at + 1] ?? 0, uses: counts[at + 2] ?? 0 };
}
