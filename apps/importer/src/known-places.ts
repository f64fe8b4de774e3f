import { HISTORY_PARTITION } from '@emotide/domain';
import { HISTORY_STREAM, recordsUpTo, type EventLog } from '@emotide/event-log';
import { PLACE_HEADER, parsePlace, type SourcePlace } from './source-place';

/** What the history log says of one file that was imported before, whole or in part. */
export interface KnownSource {
  readonly source: string;
  /** Up to here all is settled, if the chain is the same here. */
  readonly sure: number;
  readonly sureChain: number;
  /** What else is settled, in order, each with the chain at its end. */
  readonly parts: readonly Pick<SourcePlace, 'from' | 'to' | 'chain'>[];
}

/** Files by their key, as the history log has them. An import holds the repair lock while it reads this. */
export class KnownPlaces {
  readonly #bySource = new Map<
    string,
    KnownSource & { parts: Pick<SourcePlace, 'from' | 'to' | 'chain'>[] }
  >();

  /** Reads what the log has now. @throws LogUnavailable repeat */
  static async read(
    eventLog: Pick<EventLog, 'streamState' | 'createReader'>,
    onRecord: (done: number, of: number) => void = () => undefined,
  ): Promise<KnownPlaces> {
    const places = new KnownPlaces();
    const { createdAtMs, firstSeq, lastSeq, messages } = await eventLog.streamState(HISTORY_STREAM);
    if (messages === 0) return places;
    const options = { fromSeq: firstSeq, streamCreatedAtMs: createdAtMs, headersOnly: true };
    const reader = eventLog.createReader(HISTORY_PARTITION, options);
    try {
      let done = 0;
      for await (const record of recordsUpTo(reader, lastSeq)) {
        onRecord(++done, messages);
        const place = parsePlace(record.header(PLACE_HEADER));
        if (place !== undefined) places.add(place);
      }
    } finally {
      await reader.stop();
    }
    return places;
  }

  add({ source, from, to, chain, sure, sureChain }: SourcePlace): void {
    const known = this.#bySource.get(source) ?? { source, sure: 0, sureChain: 0, parts: [] };
    const isFurther = sure > known.sure;
    known.parts.push({ from, to, chain });
    this.#bySource.set(source, {
      ...known,
      ...(isFurther && { sure, sureChain, parts: known.parts.filter((part) => part.to > sure) }),
    });
  }

  /** Those that may be the file of this key, those that go furthest first. */
  of(fileKey: string): KnownSource[] {
    const found: KnownSource[] = [];
    for (const known of this.#bySource.values())
      if (known.source.startsWith(`${fileKey}.`))
        found.push({ ...known, parts: [...known.parts].sort((a, b) => a.from - b.from) });
    return found.sort((a, b) => endOf(b) - endOf(a));
  }
}

const endOf = ({ sure, parts }: KnownSource): number => parts.at(-1)?.to ?? sure;
