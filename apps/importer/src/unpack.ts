import { PassThrough } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from './input-error';

/** Chat packs to a tenth; repetition of one line, a hundredth. More is a bomb, whatever it is meant for. */
const MOST_RATIO = 250;
/** Below this, a high ratio harms nobody. */
const HARMLESS_BYTES = 16 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
/** Gzip in gzip happens; more does not. */
const MOST_LAYERS = 2;

/**
 * What a stream of bytes holds as UTF-8, whatever it came as: plain or gzip (also gzip in gzip and several files in one),
 * with or without a byte-order mark, UTF-8 or UTF-16. Bytes that are no UTF-8 stay as they are.
 *
 * A file that is cut gives what there is of it, and then throws.
 *
 * @throws InputError when it is cut, damaged, or unpacks to absurdly much
 */
export async function* unpack(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let iterator = chunks[Symbol.asyncIterator]();
  const opened = [iterator];
  try {
    for (let layer = 0; ; layer++) {
      const head = await readHead(iterator);
      if (!(head[0] === 0x1f && head[1] === 0x8b)) {
        yield* decode(head, iterator);
        return;
      }
      if (layer === MOST_LAYERS) throw new InputError('packed more than twice');
      iterator = gunzip(head, iterator);
      opened.push(iterator);
    }
  } catch (error) {
    throw toInputError(error);
  } finally {
    for (const one of opened.reverse()) await one.return?.();
  }
}

/** What went wrong with the file or the address itself, as such; everything else as it is. */
export function toInputError(error: unknown): unknown {
  if (error instanceof InputError || !(error instanceof Error)) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'Z_BUF_ERROR') return new InputError('cut: it ends within its gzip', { cause: error });
  if (code.startsWith('Z_')) return new InputError(`damaged gzip: ${error.message}`, { cause: error });
  if (/^E[A-Z]+$/.test(code)) return new InputError(error.message, { cause: error });
  return error;
}

/** Its first bytes, at least four where it has them. */
async function readHead(iterator: AsyncIterator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 4) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}

async function* gunzip(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  // Holds on to what came before a failure, which the stream itself would throw away.
  const given = new PassThrough({ highWaterMark: 4 * CHUNK_BYTES });
  let failure: { readonly error: unknown } | undefined;
  const fail = (error: unknown): void => {
    failure ??= { error };
    given.end();
  };
  unpacked.on('error', fail);
  unpacked.pipe(given);
  let bytesIn = 0;
  let bytesOut = 0;
  const feed = async (): Promise<void> => {
    for (let chunk = head; ;) {
      bytesIn += chunk.length;
      if (unpacked.destroyed) return;
      if (!unpacked.write(chunk)) await drained(unpacked);
      const next = await rest.next();
      if (next.done === true) break;
      chunk = next.value;
    }
    unpacked.end();
  };
  feed().catch(fail);
  try {
    for await (const chunk of given as AsyncIterable<Buffer>) {
      bytesOut += chunk.length;
      if (bytesOut > HARMLESS_BYTES && bytesOut > bytesIn * MOST_RATIO)
        throw new InputError(`unpacks to more than ${MOST_RATIO} times its size`);
      yield chunk;
    }
    if (failure !== undefined) throw failure.error;
  } finally {
    unpacked.destroy();
  }
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.once('drain', done);
    stream.once('close', done);
  });
}

async function* decode(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  const encoding = encodingOf(head);
  if (encoding === undefined) {
    const isMarked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
    if (head.length > 0) yield isMarked ? head.subarray(3) : head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
    return;
  }
  const decoder = new TextDecoder(encoding);
  yield Buffer.from(decoder.decode(head, { stream: true }));
  for (let next = await rest.next(); next.done !== true; next = await rest.next())
    yield Buffer.from(decoder.decode(next.value, { stream: true }));
  yield Buffer.from(decoder.decode());
}

/** UTF-16 by its mark, or, without one, by the zeros beside the first ASCII letters, as some tools write it. */
function encodingOf([a, b, c, d]: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0 && c !== 0 && d === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && c === 0 && d !== 0)) return 'utf-16be';
  return undefined;
}
