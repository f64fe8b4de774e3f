import type { ChannelId, ChannelLogin } from './ids';

/** A channel that is to be read. */
export interface PlannedChannel {
  readonly id: ChannelId;
  readonly login: ChannelLogin;
  /** When the plan was made; 0 while it is offline. */
  readonly viewers: number;
}

/** Which channels are to be read: written by one process, followed by those that read. */
export interface ChannelPlan {
  /** One more whenever a channel has come, gone or taken another name. */
  readonly version: number;
  readonly channels: readonly PlannedChannel[];
}

/** The plan's one key in its bucket. */
export const CHANNEL_PLAN_KEY = 'plan';
/** The most that a plan may name: far more than one installation reads, and well below a megabyte. */
export const MAX_PLANNED_CHANNELS = 20_000;

const FORMAT = 1;
const MAX_BYTES = 1_048_576;
const ID = /^[1-9]\d{0,19}$/;
const LOGIN = /^[a-z0-9_]{1,25}$/;

/** As JSON, a channel in about 40 bytes. @throws RangeError for more channels than {@link MAX_PLANNED_CHANNELS} */
export function encodeChannelPlan({ version, channels }: ChannelPlan): Uint8Array {
  if (channels.length > MAX_PLANNED_CHANNELS) throw new RangeError(`a plan of ${channels.length} channels`);
  const rows = channels.map(({ id, login, viewers }) => [id, login, viewers]);
  return new TextEncoder().encode(JSON.stringify({ v: FORMAT, version, channels: rows }));
}

/** @returns undefined for what is no plan, or one that a later version wrote: keep the one that was known before */
export function decodeChannelPlan(bytes: Uint8Array): ChannelPlan | undefined {
  if (bytes.length > MAX_BYTES) return undefined;
  const { v, version, channels } = parseObject(bytes);
  if (v !== FORMAT || !isCount(version)) return undefined;
  if (!Array.isArray(channels) || channels.length > MAX_PLANNED_CHANNELS) return undefined;
  const planned: PlannedChannel[] = [];
  for (const row of channels as readonly unknown[]) {
    const channel = parseChannel(row);
    if (channel === undefined) return undefined;
    planned.push(channel);
  }
  return { version, channels: planned };
}

function parseChannel(row: unknown): PlannedChannel | undefined {
  if (!Array.isArray(row)) return undefined;
  const [id, login, viewers] = row as readonly unknown[];
  if (typeof id !== 'string' || !ID.test(id)) return undefined;
  if (typeof login !== 'string' || !LOGIN.test(login) || !isCount(viewers)) return undefined;
  return { id: id as ChannelId, login: login as ChannelLogin, viewers };
}

function parseObject(bytes: Uint8Array): Readonly<Partial<Record<'v' | 'version' | 'channels', unknown>>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
