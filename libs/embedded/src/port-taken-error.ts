import { UsageError } from '@emotide/service-kit';

/** The port that was asked for belongs to someone else. Which flag or variable asked for it, the caller knows. */
export class PortTakenError extends UsageError {
  override name = 'PortTakenError';
  readonly port: number;

  constructor(port: number, what: string) {
    super(`port ${port} for ${what} is taken`);
    this.port = port;
  }
}
