import { NatsError } from 'nats';

/**
 * The event log could not be reached, did not answer in time, or is not set up yet. Nothing is known about the request's
 * outcome: repeat it.
 */
export class LogUnavailable extends Error {
  override name = 'LogUnavailable';
}

/**
 * Does what needs an answer of the server.
 *
 * @throws LogUnavailable for whatever the NATS client throws; anything else as it is, being no matter of the network
 */
export async function askLog<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NatsError)) throw error;
    throw new LogUnavailable(`event log unavailable (${error.api_error?.description ?? error.code})`, {
      cause: error,
    });
  }
}
