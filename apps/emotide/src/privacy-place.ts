import type { ChatterForm, ChatterPolicy } from '@emotide/domain';
import {
  KEY_MISSING,
  chatterEnv,
  createEpoch,
  hasNeededKey,
  toChatterForms,
  type EventLog,
} from '@emotide/event-log';
import type { OptOutCopies } from '@emotide/privacy';
import { parseConfig } from '@emotide/service-kit';
import { createStore, storeEnv, toStoreAddress, type Store } from '@emotide/store';
import { toChatterEnv, type Instance } from './instance';
import { expectRunning, findLog, isElsewhere, withLog } from './operator';
import { toProviderEnv } from './provider-env';

/** What there is to work with where an operator looks after what is kept of chatters. */
export interface PrivacyPlace extends OptOutCopies {
  readonly store: Store;
  readonly eventLog: EventLog;
  readonly policy: ChatterPolicy;
  readonly forms: readonly ChatterForm[];
  /** Where Twitch is asked who somebody is. */
  readonly providerEnv: Readonly<Record<string, string | undefined>>;
  /** New for each command. */
  readonly id: string;
}

/** Counting the rows of a month may take long. */
const REQUEST_TIMEOUT_MS = 10 * 60_000;

/**
 * Works on the system that the settings name, or else on the running instance.
 *
 * @throws UsageError when nothing runs there, or its key is not known
 */
export async function withPrivacyPlace<T>(
  instance: Instance,
  work: (place: PrivacyPlace) => Promise<T>,
): Promise<T> {
  const here = isElsewhere(process.env) ? undefined : expectRunning(instance);
  const chatters = parseConfig(
    chatterEnv.refine(hasNeededKey, KEY_MISSING),
    here === undefined ? process.env : toChatterEnv(here.secrets, here.running.users),
  );
  const address =
    here === undefined
      ? toStoreAddress(parseConfig(storeEnv, process.env))
      : { url: here.running.clickhouseUrl, username: 'app', password: here.secrets.clickhouse.app };
  const store = createStore({ ...address, requestTimeoutMs: REQUEST_TIMEOUT_MS });
  try {
    return await withLog(findLog(process.env, instance), (eventLog) =>
      work({
        store,
        eventLog,
        values: eventLog.openSharedValues('opt-outs'),
        policy: chatters.EMOTIDE_USERS,
        forms: toChatterForms(chatters),
        providerEnv: here === undefined ? process.env : toProviderEnv(here.running.simulatorUrl),
        id: createEpoch(Date.now(), Math.random),
      }),
    );
  } finally {
    await store.close();
  }
}
