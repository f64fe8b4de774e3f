import { fileURLToPath } from 'node:url';
import { findNatsServer, type NatsBinary } from '../src/index';

/** The nats-server of this machine, fetched once into the repository's own cache if there is none. */
export function findTestNatsServer(): Promise<NatsBinary> {
  const cacheDirectory = fileURLToPath(new URL('../../../.emotide/cache', import.meta.url));
  return findNatsServer({ env: process.env, cacheDirectory });
}
