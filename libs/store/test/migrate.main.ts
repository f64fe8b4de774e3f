import { createLogger } from '@emotide/service-kit';
import { REBUILD_DATABASE, createStore, migrate, storeEnv, toStoreAddress } from '../src/index';
import { STEPS } from './steps';

/** Applies some steps as a process of its own, as each host does that starts Emotide; says which. */
const store = createStore({ ...toStoreAddress(storeEnv.parse(process.env)), database: REBUILD_DATABASE });
const log = createLogger('migrate', 'info');
await migrate(store, { log, migrations: STEPS, renewMs: 100, termMs: 3_000 });
await store.close();
