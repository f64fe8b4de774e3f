import type { ImportProgress } from './import-job';

export interface ProgressBarOptions {
  readonly write: (text: string) => void;
  /** Whether a line can be written over. */
  readonly isTerminal: boolean;
  readonly columns: () => number;
  readonly now: () => number;
  /** Bytes of all files as they lie there; undefined when nobody knows. */
  readonly totalBytes: () => number | undefined;
}

const EVERY_MS = { terminal: 250, lines: 5_000 };
const BAR = 24;

/** How far an import is, and how long it will take: one line that is written over, or a line now and then. */
export class ProgressBar {
  readonly #options: ProgressBarOptions;
  readonly #beganAtMs: number;
  #saidAtMs = -Infinity;
  #saidWaiting: string | undefined;

  constructor(options: ProgressBarOptions) {
    this.#options = options;
    this.#beganAtMs = options.now();
  }

  show(progress: ImportProgress): void {
    const { write, isTerminal, columns, now } = this.#options;
    const nowMs = now();
    const isNews = progress.waitingFor !== this.#saidWaiting && progress.waitingFor !== undefined;
    const everyMs = isTerminal ? EVERY_MS.terminal : EVERY_MS.lines;
    if (nowMs - this.#saidAtMs < everyMs && !(isNews && isTerminal)) return;
    this.#saidAtMs = nowMs;
    this.#saidWaiting = progress.waitingFor;
    const text = this.#render(progress, nowMs - this.#beganAtMs);
    write(isTerminal ? `\r\u001b[K${text.slice(0, Math.max(20, columns() - 1))}` : `${text}\n`);
  }

  /** Leaves the line to whoever writes next. */
  end(): void {
    if (this.#options.isTerminal && this.#saidAtMs > -Infinity) this.#options.write('\r\u001b[K');
  }

  #render({ waitingFor, source, bytesRead, lines, messages }: ImportProgress, elapsedMs: number): string {
    const total = this.#options.totalBytes();
    const share = total === undefined || total === 0 ? undefined : Math.min(1, bytesRead / total);
    const perSecond = Math.round((lines * 1_000) / Math.max(1, elapsedMs));
    const parts = [
      share === undefined ? renderBytes(bytesRead) : `${renderBar(share)} ${Math.floor(share * 100)} %`,
      `${renderCount(lines)} lines`,
      `${renderCount(messages)} counted`,
      `${renderCount(perSecond)}/s`,
    ];
    if (share !== undefined && share > 0.01 && share < 1)
      parts.push(`${renderDuration((elapsedMs * (1 - share)) / share)} left`);
    parts.push(waitingFor === undefined ? visible(source) : `waiting for ${waitingFor}`);
    return parts.join('  ');
  }
}

function renderBar(share: number): string {
  const full = Math.round(share * BAR);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}]`;
}

/** `1,234,567` */
export function renderCount(value: number): string {
  return value.toLocaleString('en-US');
}

export function renderBytes(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1_000)} kB`;
  return bytes < 1_000_000_000
    ? `${(bytes / 1_000_000).toFixed(1)} MB`
    : `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}

export function renderDuration(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A name as it may be shown on a terminal: file names can hold anything. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
