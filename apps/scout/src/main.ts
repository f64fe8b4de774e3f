import { runService } from '@emotide/service-kit';
import { scoutEnv } from './config';
import { startScout } from './scout';

await runService({ name: 'scout', env: process.env, schema: scoutEnv, start: startScout });
