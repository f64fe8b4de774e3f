import { InputError } from './input-error';

/** One value at a known place in a JSON document. */
export interface JsonPiece {
  /** Key of the document's object that the value is of. */
  readonly key: string;
  /** Whether it is one item of the array under that key. */
  readonly isItem: boolean;
  /** Its JSON as bytes; undefined when it is larger than any may be. */
  readonly json: Buffer | undefined;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_ARRAY = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const MAX_KEY_BYTES = 256;

/**
 * Finds the items of an array and other values of one JSON object, however large the document is: what is asked for is
 * given as bytes for `JSON.parse`, everything else is passed over and never held.
 *
 * A tokenizer of its own for this one shape: it only counts brackets and looks where texts end, at some 400 MB/s, and
 * leaves the reading to the engine's own parser, where general streaming parsers make an event of every token and keep a
 * text of any length.
 *
 * @param options.items keys whose arrays' items are wanted
 * @param options.values keys whose whole values are wanted
 * @param options.mostBytes what one piece may take; a larger one is told of, and not kept
 * @throws InputError when the document is no object or ends before its end
 */
export async function* arrayItems(
  chunks: AsyncIterable<Buffer>,
  options: {
    readonly items: readonly string[];
    readonly values: readonly string[];
    readonly mostBytes: number;
  },
): AsyncGenerator<JsonPiece> {
  const { items, values, mostBytes } = options;
  let depth = 0;
  let isInText = false;
  let isEscaped = false;
  let hasBegun = false;
  let hasEnded = false;
  /** At depth 1: whether a key or its value comes. */
  let expectsKey = true;
  let key = '';
  let keyBytes: number[] | undefined;
  /** Depth around the piece that is being kept, and what is kept of it; undefined while none is. */
  let pieceDepth: number | undefined;
  let parts: Buffer[] = [];
  let size = 0;

  for await (const chunk of chunks) {
    /** Where the kept piece begins in this chunk. */
    let from = 0;
    const keep = (to: number): void => {
      size += to - from;
      if (size <= mostBytes && to > from) parts.push(Buffer.from(chunk.subarray(from, to)));
      else if (size > mostBytes) parts = [];
    };
    const finish = (to: number): JsonPiece => {
      keep(to);
      const json = size > mostBytes ? undefined : parts.length === 1 ? parts[0]! : Buffer.concat(parts);
      const piece = { key, isItem: pieceDepth === 2, json };
      pieceDepth = undefined;
      parts = [];
      size = 0;
      return piece;
    };
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (isInText) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) {
          isInText = false;
          if (keyBytes !== undefined) {
            key = Buffer.from(keyBytes).toString();
            keyBytes = undefined;
          }
          continue;
        }
        if (keyBytes !== undefined && keyBytes.length < MAX_KEY_BYTES) keyBytes.push(byte);
        continue;
      }
      if (byte <= 32) continue;
      if (hasEnded) throw new InputError('more than one JSON document in a file');
      // A value begins here: an item of a wanted array, or a wanted value.
      const isStart = byte !== COMMA && byte !== COLON && byte !== CLOSE_ARRAY && byte !== CLOSE_OBJECT;
      if (isStart && pieceDepth === undefined) {
        const isWanted =
          (depth === 2 && !expectsKey && items.includes(key)) ||
          (depth === 1 && !expectsKey && values.includes(key));
        if (isWanted) {
          pieceDepth = depth;
          from = at;
        }
      }
      switch (byte) {
        case QUOTE:
          isInText = true;
          if (depth === 1 && expectsKey) keyBytes = [];
          break;
        case COLON:
          if (depth === 1) expectsKey = false;
          break;
        case OPEN_OBJECT:
        case OPEN_ARRAY:
          if (!hasBegun && byte === OPEN_ARRAY)
            throw new InputError('a JSON array, where an object is expected');
          hasBegun = true;
          depth++;
          break;
        case COMMA:
          if (pieceDepth === depth) yield finish(at);
          if (depth === 1) expectsKey = true;
          break;
        case CLOSE_OBJECT:
        case CLOSE_ARRAY:
          if (pieceDepth === depth) yield finish(at);
          depth--;
          if (depth === 0) hasEnded = true;
          break;
        default:
          if (!hasBegun) throw new InputError('no JSON object');
      }
    }
    if (pieceDepth !== undefined) {
      keep(chunk.length);
      from = 0;
    }
  }
  if (!hasEnded) throw new InputError('cut: its JSON has no end');
}
