import { parseArgs } from 'node:util';
import { EventLog, createEpoch, eventLogEnv, leaseEnv, toEventLogAddress } from '@emotide/event-log';
import { EXIT_USAGE, UsageError, createLogger, parseConfig, serviceEnv } from '@emotide/service-kit';
import { REBUILD_DATABASE, createStore, storeEnv, toStoreAddress } from '@emotide/store';
import { askToGoOn } from './ask-to-go-on';
import { replayLog } from './replay-log';
import { parseDay } from './replay-range';
import { renderPlan, renderProgress, renderSummary } from './replay-report';

/** Builds days of the warehouse again from the log: `emotide replay-log` on one machine, a job on a cluster. */
const USAGE = 'usage: sink-replay [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--yes]';

/** Requests of the exchange move whole days. */
const REQUEST_TIMEOUT_MS = 10 * 60_000;

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => abort.abort(new Error('interrupted')));
const say = (text: string): void => void process.stderr.write(`${text}\n`);

try {
  process.exitCode = await main();
} catch (error) {
  say(`replay-log: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof UsageError ? EXIT_USAGE : 1;
  if (process.exitCode === 1) say('replay-log: run it again; nothing is lost or counted twice by that');
}
process.stderr.write('', () => process.exit());

/** @returns the exit code */
async function main(): Promise<number> {
  const { from, to, yes } = parseFlags();
  const schema = serviceEnv.extend(eventLogEnv.shape).extend(storeEnv.shape).extend(leaseEnv.shape);
  const config = parseConfig(schema, process.env);
  const log = createLogger('sink-replay', config.EMOTIDE_LOG_LEVEL);
  const eventLog = await EventLog.connect({ ...toEventLogAddress(config), name: 'replay-log', log });
  const address = { ...toStoreAddress(config), requestTimeoutMs: REQUEST_TIMEOUT_MS, log };
  const store = createStore(address);
  const rebuilt = createStore({ ...address, database: REBUILD_DATABASE });
  let beganAtMs = performance.now();
  try {
    const summary = await replayLog({
      eventLog,
      store,
      rebuilt,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      id: createEpoch(Date.now(), Math.random),
      confirm: async (plan) => {
        say(renderPlan(plan));
        const isMeant = yes || (await askToGoOn(abort.signal));
        beganAtMs = performance.now();
        return isMeant;
      },
      onProgress: (progress) => say(renderProgress(progress, performance.now() - beganAtMs)),
      signal: abort.signal,
      log,
      // A sink is sure of its lease for half a term at most.
      sinkGraceMs: config.EMOTIDE_LEASE_TERM_MS,
      lockRenewMs: config.EMOTIDE_LEASE_RENEW_MS,
      lockTermMs: config.EMOTIDE_LEASE_TERM_MS,
    });
    if (summary === undefined) say('nothing was done');
    else say(renderSummary(summary, performance.now() - beganAtMs));
    return summary === undefined ? 1 : 0;
  } finally {
    await Promise.all([store.close(), rebuilt.close()]);
    await eventLog.close();
  }
}

/** @throws UsageError */
function parseFlags(): { from: string | undefined; to: string | undefined; yes: boolean } {
  try {
    const { values } = parseArgs({
      options: { from: { type: 'string' }, to: { type: 'string' }, yes: { type: 'boolean', default: false } },
    });
    return {
      from: values.from === undefined ? undefined : parseDay('--from', values.from),
      to: values.to === undefined ? undefined : parseDay('--to', values.to),
      yes: values.yes,
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}
