/** What was asked for cannot be done; the message says what to do instead. Goes no further than who asked. */
export class Refusal extends Error {
  override name = 'Refusal';
  /** HTTP status that fits. */
  readonly status: number;

  constructor(message: string, status = 409) {
    super(message);
    this.status = status;
  }
}
