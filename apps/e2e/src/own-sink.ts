import { startOwnService, type OwnService } from './own-service';
import type { Stack } from './stack';

/** A sink for a system that was started without one, so that it can be given another way to the warehouse. */
export function startOwnSink(stack: Stack, clickhouseUrl: string): Promise<OwnService> {
  return startOwnService(stack, 'sink', 'sink', {
    EMOTIDE_INSTANCE: 'sink-1',
    EMOTIDE_PARTITIONS: '1',
    EMOTIDE_CLICKHOUSE_URL: clickhouseUrl,
    EMOTIDE_CLICKHOUSE_USER: 'app',
    EMOTIDE_CLICKHOUSE_PASSWORD: stack.secrets.clickhouse.app,
  });
}
