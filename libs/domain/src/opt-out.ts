import { isFormName } from './chatter-form';
import { formatU64, parseU64, type U64 } from './u64';

/**
 * What is known of one chatter who is to be nobody, by one of the numbers that the chatter has: never by name.
 *
 * Times only grow, so any two copies of it are merged by taking the later of each, in whatever order they come.
 */
export interface OptOut {
  /** Name of the form that `chatter` is in. */
  readonly form: string;
  readonly chatter: U64;
  /** When the chatter last opted out, epoch ms; 0 for never. */
  readonly outSinceMs: number;
  /** When that was last taken back; 0 for never. */
  readonly backSinceMs: number;
  /** Messages sent before this are nobody's, whatever else holds; 0 when nothing is to be forgotten. */
  readonly forgottenBeforeMs: number;
}

const FORMAT = 1;
const MAX_BYTES = 256;

export const isOut = ({ outSinceMs, backSinceMs }: OptOut): boolean => outSinceMs > backSinceMs;

/** Whether a message of the chatter is nobody's. */
export const isNobodys = (optOut: OptOut, sentAtMs: number): boolean =>
  isOut(optOut) || sentAtMs < optOut.forgottenBeforeMs;

/** `<form>.<chatter>`: who it is about, and its key in the bucket. */
export const optOutKey = ({ form, chatter }: Pick<OptOut, 'form' | 'chatter'>): string =>
  `${form}.${formatU64(chatter)}`;

/** What two copies say together. Precondition: they are about the same chatter. */
export function mergeOptOuts(one: OptOut, other: OptOut): OptOut {
  return {
    form: one.form,
    chatter: one.chatter,
    outSinceMs: Math.max(one.outSinceMs, other.outSinceMs),
    backSinceMs: Math.max(one.backSinceMs, other.backSinceMs),
    forgottenBeforeMs: Math.max(one.forgottenBeforeMs, other.forgottenBeforeMs),
  };
}

/** The value beside {@link optOutKey}, as JSON. */
export function encodeOptOut({ outSinceMs, backSinceMs, forgottenBeforeMs }: OptOut): Uint8Array {
  return new TextEncoder().encode(
    JSON.stringify({ v: FORMAT, out: outSinceMs, back: backSinceMs, forgotten: forgottenBeforeMs }),
  );
}

/** @returns undefined for what is no opt-out, or one that a later version wrote */
export function decodeOptOut(key: string, bytes: Uint8Array): OptOut | undefined {
  const [form = '', digits = '', ...rest] = key.split('.');
  const chatter = parseU64(digits);
  if (!isFormName(form) || chatter === undefined || rest.length > 0 || bytes.length > MAX_BYTES)
    return undefined;
  const { v, out, back, forgotten } = parseObject(bytes);
  if (v !== FORMAT || !isTime(out) || !isTime(back) || !isTime(forgotten)) return undefined;
  return { form, chatter, outSinceMs: out, backSinceMs: back, forgottenBeforeMs: forgotten };
}

function parseObject(
  bytes: Uint8Array,
): Readonly<Partial<Record<'v' | 'out' | 'back' | 'forgotten', unknown>>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

const isTime = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
