const FIRST_WAIT_MS = 600_000;
const LONGEST_WAIT_MS = 86_400_000;
/** Made-up ids must not fill the memory; who is forgotten is asked about again. */
const MAX_REMEMBERED = 20_000;

/** What was looked up in vain is looked up again later, and later each time. */
export class PatientLookUps {
  readonly #waits = new Map<string, { readonly untilMs: number; readonly waitMs: number }>();

  mayAsk(id: string, nowMs: number): boolean {
    return nowMs >= (this.#waits.get(id)?.untilMs ?? -Infinity);
  }

  /** It was asked, and nobody knew. */
  inVain(id: string, nowMs: number): void {
    const before = this.#waits.get(id);
    const waitMs = before === undefined ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, before.waitMs * 2);
    this.#waits.delete(id);
    this.#waits.set(id, { untilMs: nowMs + waitMs, waitMs });
    const [oldest] = this.#waits.keys();
    if (this.#waits.size > MAX_REMEMBERED && oldest !== undefined) this.#waits.delete(oldest);
  }
}
