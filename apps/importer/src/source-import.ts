import {
  MESSAGE_FLAGS,
  isPlausibleTime,
  messageKey,
  type ChannelId,
  type ChatLine,
  type ToChatter,
} from '@emotide/domain';
import { step, type CountedLine } from '@emotide/emotes';
import type { EncodedBatch } from '@emotide/event-log';
import { Batcher, type ReadingSession } from '@emotide/reading';
import type { ChannelCoverage } from './channel-coverage';
import { SpanKeeper, toEdgeKey } from './covered-span';
import { sessionOf, type ImportChannel, type ImportChannels } from './import-channels';
import { ImportCounts, type ChannelCounts } from './import-counts';
import { InputError } from './input-error';
import type { KnownSource } from './known-places';
import type { FileLine } from './read-messages';
import { CHAIN_START, extendChain, type SourcePlace } from './source-place';

/** Which messages are asked for. */
export interface Wanted {
  /** Logins or ids; undefined: all. */
  readonly channels: ReadonlySet<string> | undefined;
  /** Epoch ms, `toMs` not included. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface SourceImportOptions {
  readonly channels: ImportChannels;
  readonly wanted: Wanted;
  /** Names the file where it was not read before: epoch of this import. */
  readonly epoch: string;
  /** Files of a key that were imported before, those that go furthest first. */
  readonly knownOf: (fileKey: string) => readonly KnownSource[];
  /** Sources that this file turned out not to be. */
  readonly isNot: ReadonlySet<string>;
  readonly nowMs: number;
  /** Where a chatter's number is made. */
  readonly toChatter: ToChatter;
  readonly publish: (batch: EncodedBatch, place: SourcePlace) => void;
}

/** The file is not the one that it seemed to be; nothing was published. It is to be read again from its begin. */
export class OtherSource extends Error {
  override name = 'OtherSource';
  readonly source: string;

  constructor(source: string) {
    super('not the file that was imported before');
    this.source = source;
  }
}

interface OpenChannel {
  readonly channel: ImportChannel;
  readonly session: ReadingSession;
  readonly coverage: ChannelCoverage;
  readonly span: SpanKeeper;
  readonly counts: ChannelCounts;
}

const ROWS_OF_BATCH = 8_192;
/** Batches are closed by their size and at the file's end only. */
const NEVER_MS = 2 ** 30;

/**
 * One file on its way into the history log: which of its messages count, in batches that say which part of the file they
 * settle.
 */
export class SourceImport {
  readonly counts = new ImportCounts();
  readonly #options: SourceImportOptions;
  readonly #open = new Map<ChannelId, OpenChannel>();
  #batcher: Batcher | undefined;
  #source = '';
  #known: KnownSource | undefined;
  #knownPart = 0;
  #isKnownProven = false;
  #hasPublished = false;
  #number = 0;
  #chain = CHAIN_START;
  /** Number and chain of each message that waits in the batcher. */
  #numbers: number[] = [];
  #chains: number[] = [];
  #settledTo = 0;
  #settledChain = CHAIN_START;
  #sure = 0;
  #sureChain = CHAIN_START;
  #turn: { readonly session: ReadingSession; readonly lines: CountedLine[] } | undefined;

  constructor(options: SourceImportOptions) {
    this.#options = options;
  }

  /**
   * Takes the file's next message.
   *
   * @returns the channel that the line is of has to be opened first ({@link ImportChannels.open}); then ask again
   * @throws OtherSource
   */
  take(line: FileLine): 'open-channel' | undefined {
    const { channels, wanted, nowMs } = this.#options;
    if (this.#number === 0) this.#begin(line);
    const channel = channels.find(line);
    if (channel === undefined) return 'open-channel';
    this.#number++;
    this.#chain = extendChain(this.#chain, line.sentAtMs);
    const isSettled = this.#known !== undefined && this.#isSettled(this.#known);
    const { sentAtMs } = line;
    const { counts } = this;
    if (!isWanted(wanted, line, channel)) {
      counts.unwanted++;
      return undefined;
    }
    if (channel === null) {
      counts.reject('no-room-id');
      return undefined;
    }
    const open = this.#open.get(channel.channelId) ?? this.#openChannel(channel);
    let where: ReturnType<ChannelCoverage['at']> = 'clear';
    if (sentAtMs !== null) {
      if (!isSettled) {
        where = open.coverage.at(sentAtMs);
        if (where === 'covered') {
          counts.covered++;
          open.counts.covered++;
          return undefined;
        }
        if (sentAtMs >= channel.beforeMs && isPlausibleTime(sentAtMs, nowMs)) {
          counts.reject('too-recent');
          return undefined;
        }
      }
      channel.emotesAt.moveTo(sentAtMs);
    }
    const outcome = step(channel.state, asChatLine(line, channel), nowMs);
    if (outcome.type === 'dropped') {
      // In two files of one import, a message that was settled with the first.
      if (isSettled && outcome.reason === 'duplicate') counts.settled++;
      else counts.reject(outcome.reason);
      return undefined;
    }
    const isCounted =
      where === 'edge' && open.coverage.hasMessage(outcome.sentAtMs, toEdgeKey(outcome.messageKey));
    if (isCounted) {
      counts.covered++;
      open.counts.covered++;
      return undefined;
    }
    open.span.note(outcome.sentAtMs, outcome.messageKey);
    if (isSettled) {
      counts.settled++;
      return undefined;
    }
    this.#count(outcome, open);
    return undefined;
  }

  /** Hands over what was taken: between two parts of a file. */
  flushTurn(): void {
    const turn = this.#turn;
    if (turn === undefined) return;
    this.#turn = undefined;
    this.#batcher!.add(turn);
  }

  /** The log has all that was published up to now. */
  noteStored(): void {
    this.#sure = this.#settledTo;
    this.#sureChain = this.#settledChain;
  }

  /**
   * The file has no more, or no more is read of it: publishes what is left.
   *
   * @param isWhole whether it was read to its end
   * @throws OtherSource
   */
  end(isWhole: boolean): void {
    // Shorter than the file that it seemed to be, and so never proven to be the same.
    if (isWhole && this.#known !== undefined && !this.#isKnownProven && !this.#hasPublished)
      throw new OtherSource(this.#known.source);
    this.flushTurn();
    this.#batcher?.flush();
    for (const { channel, span } of this.#open.values())
      if (!span.isEmpty) this.#options.channels.addSpan(channel, span.span());
  }

  #begin(line: FileLine): void {
    const { epoch, knownOf, isNot, wanted, toChatter, publish } = this.#options;
    const fileKey = toFileKey(line, wanted);
    this.#known = knownOf(fileKey).find(({ source }) => !isNot.has(source));
    this.#source = this.#known?.source ?? `${fileKey}.${epoch}`;
    this.#settledTo = this.#sure = this.#known?.sure ?? 0;
    this.#settledChain = this.#sureChain = this.#known?.sureChain ?? CHAIN_START;
    this.#batcher = new Batcher({
      partitions: 1,
      flushAfterMs: NEVER_MS,
      busyRows: Infinity,
      busyFlushAfterMs: NEVER_MS,
      batchRows: ROWS_OF_BATCH,
      epoch: this.#source,
      toChatter,
      onExcess: () => undefined,
      publish: (_, batch, messages) => {
        const to = this.#numbers[messages - 1]!;
        const chain = this.#chains[messages - 1]!;
        this.#numbers.splice(0, messages);
        this.#chains.splice(0, messages);
        const from = this.#settledTo;
        this.#settledTo = to;
        this.#settledChain = chain;
        this.#hasPublished = true;
        publish(batch, {
          source: this.#source,
          from,
          to,
          chain,
          sure: this.#sure,
          sureChain: this.#sureChain,
        });
      },
    });
  }

  /** Whether the message at hand was settled by an import before. @throws OtherSource, InputError */
  #isSettled(known: KnownSource): boolean {
    const number = this.#number;
    if (number <= known.sure) {
      if (number === known.sure) this.#prove(known.sureChain);
      return true;
    }
    const { parts } = known;
    while (this.#knownPart < parts.length && parts[this.#knownPart]!.to < number) this.#knownPart++;
    const part = parts[this.#knownPart];
    if (part === undefined || part.from >= number) return false;
    if (number === part.to) this.#prove(part.chain);
    return true;
  }

  #prove(chain: number): void {
    if (chain === this.#chain) {
      this.#isKnownProven = true;
      return;
    }
    if (!this.#hasPublished) throw new OtherSource(this.#source);
    throw new InputError('it is not as it was when a part of it was imported before; its rest is left out');
  }

  #openChannel(channel: ImportChannel): OpenChannel {
    const { channelId, login } = channel;
    const open = {
      channel,
      session: { login, channelId, number: Number(channelId) },
      coverage: this.#options.channels.coverageFor(channel, sessionOf(this.#source, channelId)),
      span: new SpanKeeper(),
      counts: this.counts.channel(channelId, login),
    };
    this.#open.set(channelId, open);
    return open;
  }

  #count(line: CountedLine, { session, counts }: OpenChannel): void {
    let uses = 0;
    for (const use of line.uses) uses += use.uses;
    this.counts.messages++;
    if (uses > 0) this.counts.messagesWithEmotes++;
    this.counts.uses += uses;
    counts.messages++;
    counts.uses += uses;
    if (this.#turn?.session !== session) {
      this.flushTurn();
      this.#turn = { session, lines: [] };
    }
    this.#turn!.lines.push(line);
    this.#numbers.push(this.#number);
    this.#chains.push(this.#chain);
  }
}

/** What a file is known by: its first message, and what was asked of it. 16 hex digits. */
export function toFileKey({ channelId, channelLogin, sentAtMs }: FileLine, wanted: Wanted): string {
  const asked = `${[...(wanted.channels ?? [])].sort().join(',')} ${wanted.fromMs} ${wanted.toMs}`;
  const { hi, lo } = messageKey(`${channelId ?? channelLogin} ${sentAtMs} ${asked}`);
  return hi.toString(16).padStart(8, '0') + lo.toString(16).padStart(8, '0');
}

function isWanted(
  { channels, fromMs, toMs }: Wanted,
  { sentAtMs, channelId, channelLogin }: FileLine,
  channel: ImportChannel | null,
): boolean {
  if (sentAtMs !== null && (sentAtMs < fromMs || sentAtMs >= toMs)) return false;
  if (channels === undefined) return true;
  return (
    (channelLogin !== null && channels.has(channelLogin)) ||
    (channelId !== null && channels.has(channelId)) ||
    (channel !== null && (channels.has(channel.channelId) || channels.has(channel.login)))
  );
}

function asChatLine(line: FileLine, { channelId, login }: ImportChannel): ChatLine {
  return {
    channelLogin: line.channelLogin ?? login,
    channelId: line.channelId ?? channelId,
    messageId: line.messageId,
    userId: line.userId,
    sentAtMs: line.sentAtMs,
    text: line.text,
    emotesTag: line.emotesTag,
    flags: line.flags | MESSAGE_FLAGS.HISTORICAL,
  };
}
