const FAILURES_UNTIL_AWAY = 3;
const AWAY_MS = 60_000;

interface Host {
  failures: number;
  triedAgainAtMs: number;
}

const hosts = new Map<string, Host>();

/** Whether a host's pictures kept failing: without a network each would be asked for, at each change of a list. */
export function isPictureHostAway(url: string, nowMs = Date.now()): boolean {
  const host = hosts.get(toHost(url));
  return host !== undefined && host.failures >= FAILURES_UNTIL_AWAY && nowMs < host.triedAgainAtMs;
}

export function tellPictureFailed(url: string, nowMs = Date.now()): void {
  const name = toHost(url);
  const failures = (hosts.get(name)?.failures ?? 0) + 1;
  hosts.set(name, { failures, triedAgainAtMs: nowMs + AWAY_MS });
}

const toHost = (url: string): string => (URL.canParse(url) ? new URL(url).host : '');
