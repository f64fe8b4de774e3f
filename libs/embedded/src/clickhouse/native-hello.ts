/** The first packet of ClickHouse's native protocol, by which a client says who it is. */
export interface NativeHello {
  readonly clientName: string;
  readonly version: readonly [major: number, minor: number];
  /** Of the protocol. */
  readonly revision: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

export type HelloOutcome =
  | { readonly type: 'hello'; readonly hello: NativeHello }
  | { readonly type: 'incomplete' }
  | { readonly type: 'refused' };

const HELLO = 0;
const MAX_TEXT_BYTES = 1_024;
/** Revisions began at 54,000 in 2016; what is far beyond today's is no client of ours. */
const REVISIONS = { from: 50_000, to: 60_000 };
const MAX_VERSION = 100_000;

/** No whole packet is longer; more bytes than that are refused without being looked at. */
export const MAX_HELLO_BYTES = 4 * (MAX_TEXT_BYTES + 2) + 16;

/**
 * Reads one Hello out of what a client has sent so far: it has to be the whole of it, as clients wait for the answer.
 *
 * Layout: VarUInt 0, name, VarUInt major, minor, revision, database, user, password; texts are a VarUInt length and
 * bytes of UTF-8 (ClickHouse, `Protocol.h` and `TCPHandler::receiveHello`).
 */
export function parseHello(bytes: Uint8Array): HelloOutcome {
  if (bytes.length > MAX_HELLO_BYTES) return { type: 'refused' };
  const reader = new Reader(bytes);
  try {
    reader.expect(HELLO);
    const hello: NativeHello = {
      clientName: reader.text(),
      version: [reader.number(MAX_VERSION), reader.number(MAX_VERSION)],
      revision: reader.number(REVISIONS.to),
      database: reader.text(),
      user: reader.text(),
      password: reader.text(),
    };
    if (!reader.isAtEnd || hello.revision < REVISIONS.from) return { type: 'refused' };
    return { type: 'hello', hello };
  } catch (error) {
    if (error instanceof Incomplete) return { type: 'incomplete' };
    if (error instanceof Refused) return { type: 'refused' };
    throw error;
  }
}

/** A Hello as it goes on to the engine: of what was understood, and nothing else. */
export function writeHello({ clientName, version, revision, database, user, password }: NativeHello): Buffer {
  return Buffer.concat([
    varUInt(HELLO),
    text(clientName),
    varUInt(version[0]),
    varUInt(version[1]),
    varUInt(revision),
    text(database),
    text(user),
    text(password),
  ]);
}

const EXCEPTION = 2;

/** A server's packet that refuses a client with ClickHouse's own error. */
export function writeException(code: number, message: string): Buffer {
  const number = Buffer.alloc(4);
  number.writeInt32LE(code);
  return Buffer.concat([
    varUInt(EXCEPTION),
    number,
    text('DB::Exception'),
    text(`DB::Exception: ${message}`),
    text(''),
    Buffer.of(0),
  ]);
}

class Incomplete extends Error {}
class Refused extends Error {}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  expect(value: number): void {
    if (this.#byte() !== value) throw new Refused();
  }

  number(most: number): number {
    let value = 0;
    for (let shift = 0; shift < 21; shift += 7) {
      const byte = this.#byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (value > most) throw new Refused();
        return value;
      }
    }
    throw new Refused();
  }

  text(): string {
    const length = this.number(MAX_TEXT_BYTES);
    if (this.#at + length > this.#bytes.length) throw new Incomplete();
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new Refused();
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new Incomplete();
    this.#at += 1;
    return byte;
  }
}

function varUInt(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([varUInt(bytes.length), bytes]);
}
