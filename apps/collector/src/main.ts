import { runService } from '@emotide/service-kit';
import { startCollector } from './collector';
import { collectorEnv } from './config';

await runService({ name: 'collector', env: process.env, schema: collectorEnv, start: startCollector });
