import { runService } from '@emotide/service-kit';
import { sinkEnv } from './config';
import { startSink } from './sink';

await runService({ name: 'sink', env: process.env, schema: sinkEnv, start: startSink });
