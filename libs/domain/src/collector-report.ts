import { JOIN_REFUSAL_REASONS, type JoinRefusalReason } from './join-refusal';

/** How a collector is doing, as it tells every {@link COLLECTOR_REPORT_EVERY_MS}. */
export interface CollectorReport {
  /** Its place among the collectors; {@link collectorReportKey} makes its key in the bucket of it. */
  readonly instance: string;
  /** Epoch ms by the collector's clock. */
  readonly reportedAtMs: number;
  /** Connections to chat that are open. */
  readonly connections: number;
  /** Channels that are its share to read. */
  readonly wanted: number;
  /** Those of them that it reads. */
  readonly joined: number;
  /** Those that Twitch did not let it join when last asked, by reason. The rest is being joined. */
  readonly refused: Readonly<Partial<Record<JoinRefusalReason, number>>>;
  /** Messages that count, of the last minute or so. */
  readonly messagesPerSecond: number;
}

export const COLLECTOR_REPORT_EVERY_MS = 5_000;
const FORMAT = 1;
const MAX_BYTES = 4_096;
const INSTANCE = /^[!-~]{1,253}$/;

/** A dot would divide the key, and a place's name may have one where no key may. */
export const collectorReportKey = (instance: string): string => instance.replaceAll(/[^A-Za-z0-9_-]/g, '=');

/** As JSON. */
export const encodeCollectorReport = (report: CollectorReport): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ v: FORMAT, ...report }));

/**
 * @returns undefined for what is no report, or one that a later version wrote. Reasons that only a later version knows are
 * left out
 */
export function decodeCollectorReport(bytes: Uint8Array): CollectorReport | undefined {
  if (bytes.length > MAX_BYTES) return undefined;
  const value = parseObject(bytes);
  const { instance, reportedAtMs, connections, wanted, joined, refused, messagesPerSecond } = value;
  if (value['v'] !== FORMAT || typeof instance !== 'string' || !INSTANCE.test(instance)) return undefined;
  if (!isCount(reportedAtMs) || !isCount(connections) || !isCount(wanted) || !isCount(joined))
    return undefined;
  if (joined > wanted || !isAmount(messagesPerSecond)) return undefined;
  const counts = parseRefused(refused);
  if (counts === undefined) return undefined;
  return { instance, reportedAtMs, connections, wanted, joined, refused: counts, messagesPerSecond };
}

function parseRefused(value: unknown): CollectorReport['refused'] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const refused: Partial<Record<JoinRefusalReason, number>> = {};
  for (const [reason, channels] of Object.entries(value as Readonly<Record<string, unknown>>)) {
    if (!isCount(channels)) return undefined;
    const known = JOIN_REFUSAL_REASONS.find((one) => one === reason);
    if (known !== undefined) refused[known] = channels;
  }
  return refused;
}

function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

const isAmount = (value: unknown): value is number => Number.isFinite(value) && (value as number) >= 0;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
