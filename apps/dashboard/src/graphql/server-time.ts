/** By how much this computer's clock is ahead of the server's, ms; what is less than a second is not known. */
let aheadMs = 0;

/** @param header the `Date` of an answer that just came, of whole seconds; anything else is not looked at */
export function learnServerTime(header: string | null, nowMs = Date.now()): void {
  const serverMs = header === null ? Number.NaN : Date.parse(header);
  if (Number.isFinite(serverMs)) aheadMs = Math.abs(nowMs - serverMs) < 2_000 ? 0 : nowMs - serverMs;
}

/** Asks for it, where nothing else is asked over HTTP: a WebSocket tells no time. */
export async function askServerTime(): Promise<void> {
  const answer = await fetch('/healthz', { cache: 'no-store' }).catch(() => undefined);
  learnServerTime(answer?.headers.get('date') ?? null);
}

/** The server's present time, epoch ms: ages and ranges are counted by it, as this computer's clock may be wrong. */
export const serverNow = (nowMs = Date.now()): number => nowMs - aheadMs;

/** Positive when this computer's clock is ahead. */
export const clockAheadMs = (): number => aheadMs;
