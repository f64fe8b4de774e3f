import { decodeJobReport, type JobReport } from '@emotide/domain';
import type { SharedValue, SharedValues } from '@emotide/event-log';

/** How the scheduled work is doing. */
export interface Jobs {
  /** By name. */
  list(): readonly JobReport[];
}

/** What the scout tells of its jobs, once it is followed. What can't be read is left out. */
export class JobBoard implements Jobs {
  readonly #reports = new Map<string, JobReport>();
  #following: { stop(): Promise<void> } | undefined;

  follow(values: Pick<SharedValues, 'follow'>): void {
    this.#following = values.follow({
      onValue: (value) => this.#note(value),
      onReplaced: () => this.#reports.clear(),
    });
  }

  list(): readonly JobReport[] {
    return [...this.#reports.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async stop(): Promise<void> {
    await this.#following?.stop();
  }

  #note({ key, value }: SharedValue): void {
    const report = value === undefined ? undefined : decodeJobReport(value);
    // The bucket also holds notes that the scout keeps for itself.
    if (report?.name === key) this.#reports.set(key, report);
    else this.#reports.delete(key);
  }
}
