/** What a test says about a row; the rest is filled in. */
export interface UseRow {
  readonly sentAt: string;
  readonly channel: readonly [id: number, login: string];
  readonly user: number;
  readonly message: number;
  readonly emote: readonly [id: string, name: string];
  readonly uses?: number;
  readonly provider?: number;
  readonly class?: number;
  readonly flags?: number;
}
export interface ActivityRow {
  readonly second: string;
  readonly channel: readonly [id: number, login: string];
  readonly session?: number;
  readonly lastMessage?: number;
  readonly messages: number;
  readonly withEmotes: number;
  readonly flags?: number;
}

/** A use, byte by byte as the log carries it, written independently of the codec. */
export function use(row: UseRow): Buffer {
  return Buffer.concat([
    Buffer.from([1]),
    int64(Date.parse(row.sentAt)),
    int64(row.channel[0]),
    text(row.channel[1]),
    int64(row.user),
    int64(row.message),
    Buffer.from([row.provider ?? 1]),
    text(row.emote[0]),
    text(row.emote[1]),
    Buffer.from([row.class ?? 1]),
    uint32(row.uses ?? 1),
    uint32(0),
    uint16(row.flags ?? 0),
  ]);
}

/** Activity of one channel in one second. */
export function activity(row: ActivityRow): Buffer {
  return Buffer.concat([
    Buffer.from([2]),
    int64(Date.parse(row.second)),
    int64(row.channel[0]),
    text(row.channel[1]),
    int64(row.session ?? 1),
    int64(row.lastMessage ?? 0),
    Buffer.from([0, 0, 0, 0]),
    uint32(row.messages),
    uint32(row.withEmotes),
    uint16(row.flags ?? 0),
  ]);
}

/** Messages of one session that were read and dropped. */
export function loss(row: {
  readonly firstSecond: string;
  readonly lastSecond: string;
  readonly channel: readonly [id: number, login: string];
  readonly session: number;
  readonly messages: number;
}): Buffer {
  return Buffer.concat([
    Buffer.from([3]),
    int64(Date.parse(row.firstSecond)),
    int64(row.channel[0]),
    text(row.channel[1]),
    int64(row.session),
    int64(Date.parse(row.lastSecond)),
    Buffer.from([0, 0, 0, 0]),
    uint32(row.messages),
    uint32(0),
    uint16(0),
  ]);
}

/** One act of moderators. */
export function moderation(row: {
  readonly sentAt: string;
  readonly channel: readonly [id: number, login: string];
  readonly action: number;
  readonly message?: number;
}): Buffer {
  return Buffer.concat([
    Buffer.from([4]),
    int64(Date.parse(row.sentAt)),
    int64(row.channel[0]),
    text(row.channel[1]),
    int64(1),
    int64(row.message ?? 0),
    Buffer.from([0, 0, 0, 0]),
    uint32(1),
    uint32(0),
    uint16(row.action),
  ]);
}

function int64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes;
}
function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
/** Texts of tests are below 128 bytes, so their length is one byte. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}
