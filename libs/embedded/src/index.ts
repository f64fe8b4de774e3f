export {
  startClickHouse,
  type ClickHouseOptions,
  type ClickHouseServer,
} from './clickhouse/start-clickhouse';
export { DICTIONARY_COLLECTION } from './clickhouse/server-config';
export {
  STANDALONE_SECRETS,
  renderStandaloneServer,
  renderStandaloneUsers,
} from './clickhouse/standalone-config';
export { lockDirectory, type DirectoryLock } from './directory-lock';
export { type EmbeddedServer, type Exit } from './embedded-server';
export { isPortFree, takeFreePort } from './free-port';
export { PortTakenError } from './port-taken-error';
export { findNatsServer, type FindNatsServerOptions } from './nats/find-nats-server';
export { type NatsBinary, type Version } from './nats/nats-binary';
export { type NatsUser } from './nats/nats-config';
export { startNatsServer, type NatsServer, type NatsServerOptions } from './nats/start-nats-server';
