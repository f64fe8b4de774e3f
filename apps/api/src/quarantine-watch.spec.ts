import { LogUnavailable, type QuarantineState } from '@emotide/event-log';
import { expect, it } from 'vitest';
import { QuarantineWatch } from './quarantine-watch';

function watch() {
  const log = { isConnected: true, asked: 0, answer: () => Promise.resolve<QuarantineState>(state(1)) };
  let nowMs = 0;
  const quarantine = new QuarantineWatch({
    eventLog: () => ({
      isConnected: log.isConnected,
      quarantineState: () => {
        log.asked++;
        return log.answer();
      },
    }),
    clock: () => nowMs,
  });
  return { log, quarantine, at: (ms: number) => (nowMs = ms) };
}
const state = (records: number): QuarantineState => ({ records, newestAtMs: 7 });

it('asks once for all who want to know at the same time or soon after', async () => {
  const { log, quarantine, at } = watch();
  expect(await Promise.all([quarantine.state(), quarantine.state()])).toEqual([state(1), state(1)]);
  log.answer = () => Promise.resolve(state(2));
  at(1_999);
  expect(await quarantine.state()).toEqual(state(1));
  at(2_000);
  expect(await quarantine.state()).toEqual(state(2));
  expect(log.asked).toBe(2);
});

it('knows nothing while the log does not answer, instead of what was before', async () => {
  const { log, quarantine, at } = watch();
  await quarantine.state();
  log.answer = () => Promise.reject(new LogUnavailable('no'));
  at(2_000);
  expect(await quarantine.state()).toBeUndefined();
  at(3_999);
  expect(await quarantine.state()).toBeUndefined();
  expect(log.asked).toBe(2);
});

it('asks nothing of a log that is away, or was not reached yet', async () => {
  const { log, quarantine } = watch();
  log.isConnected = false;
  expect(await quarantine.state()).toBeUndefined();
  expect(log.asked).toBe(0);
  const early = new QuarantineWatch({ eventLog: () => undefined, clock: () => 0 });
  expect(await early.state()).toBeUndefined();
});
