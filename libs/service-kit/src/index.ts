export { EXIT_USAGE, UsageError, flag, parseConfig, port, serviceEnv } from './config';
export { createLogger, type Logger } from './log';
export { Counter, Gauge, Histogram, Registry, counter, createMetrics, gauge, histogram } from './metrics';
export { readAuthority } from './read-authority';
export { startOpsServer, type OpsServer, type Readiness } from './ops-server';
export { READY_MESSAGE, runService, type Service, type ServiceContext } from './service';
