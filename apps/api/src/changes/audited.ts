import { randomUUID } from 'node:crypto';
import { UsageError } from '@emotide/service-kit';
import { recordAudit, type AuditEntry } from '@emotide/store';
import { toApiError } from '../api-error';
import type { ApiContext } from '../context';
import type { Changes } from './changes';

/** What somebody asks for. */
export interface ChangeRequest {
  /** Name of the mutation. */
  readonly action: string;
  /** What is changed; never a person. */
  readonly subject: string;
  /** What was asked for, without anything that names a person. */
  readonly detail: unknown;
}

/** One change that is being made. */
export interface ChangeUnderWay {
  readonly changes: Changes;
  /** Names it in the audit log. */
  readonly auditId: string;
}

/**
 * Makes a change, and puts down before it who asked for what, and after it what came of it. What can't be put down is not
 * done.
 *
 * @throws GraphQLError UNAVAILABLE while the log was never reached; BAD_ARGUMENT for a UsageError of the work.
 * @throws StoreUnavailable nothing was done, or as the work throws
 */
export async function audited<T>(
  { store, changes, keyId = '', clock, log }: ApiContext,
  request: ChangeRequest,
  work: (underWay: ChangeUnderWay) => Promise<T>,
): Promise<T> {
  if (changes === undefined) throw toApiError('UNAVAILABLE', 'the event log does not answer; try again');
  const auditId = randomUUID();
  const { action, subject } = request;
  const put = (state: AuditEntry['state'], detail: string): Promise<void> =>
    recordAudit(store, { atMs: clock(), id: auditId, keyId, action, subject, state, detail });
  // The change is made, or is not: that nobody can read so must not say otherwise.
  const putEnd = (state: 'done' | 'failed', detail: string): Promise<void> =>
    put(state, detail).catch((error: unknown) =>
      log.error({ err: error, auditId, state }, 'the end of a change could not be put down'),
    );
  await put('begun', JSON.stringify(request.detail));
  try {
    const result = await work({ changes, auditId });
    await putEnd('done', '');
    return result;
  } catch (error) {
    const isUsage = error instanceof UsageError;
    await putEnd('failed', isUsage ? error.message : (error as Error).name);
    throw isUsage ? toApiError('BAD_ARGUMENT', error.message) : error;
  }
}
