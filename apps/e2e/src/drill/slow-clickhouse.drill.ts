import { startOwnSink } from '../own-sink';
import { openSlowDoor, type SlowDoor } from './slow-door';
import { toOutageDrill, type Outage } from './outage';

const DELAY_MS = 1_000;

/** Every insert takes a second longer. */
export function slowClickHouse(): Outage {
  let door: SlowDoor | undefined;
  return {
    name: 'each insert takes a second longer',
    scale: { sinks: 0 },
    bring: async (stack) => {
      const opened = await openSlowDoor(stack.clickhouseUrl);
      door = opened;
      const sink = await startOwnSink(stack, opened.url);
      return {
        stack: sink.stack,
        stop: async () => {
          opened.delayMs = 0;
          await sink.stop();
          await opened.stop();
        },
      };
    },
    begin: () => {
      door!.delayMs = DELAY_MS;
      return Promise.resolve(() => {
        door!.delayMs = 0;
        return Promise.resolve();
      });
    },
  };
}

export const slowClickHouseDrill = toOutageDrill(
  {
    name: 'slow-clickhouse',
    title: 'A slow warehouse',
    description: 'let every insert take a second longer, under load',
    question:
      'Does the sink keep up when every insert takes a second longer, and what does it hold meanwhile?',
    seconds: 60,
    note: `Each insert was held back for ${DELAY_MS} ms on its way to ClickHouse.`,
  },
  slowClickHouse(),
);
