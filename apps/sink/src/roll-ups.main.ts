import { parseArgs } from 'node:util';
import { EventLog, createEpoch, eventLogEnv, leaseEnv, toEventLogAddress } from '@emotide/event-log';
import { EXIT_USAGE, UsageError, createLogger, parseConfig, serviceEnv } from '@emotide/service-kit';
import {
  REBUILD_DATABASE,
  ROLL_UPS,
  createStore,
  findRollUpDays,
  firstKeptDay,
  readRollUps,
  storeEnv,
  toStoreAddress,
  verifyRollUp,
  type RollUpName,
  type RollUpVerdict,
} from '@emotide/store';
import { askToGoOn } from './ask-to-go-on';
import { rebuildRollUps } from './rebuild-roll-ups';
import { parseDay } from './replay-range';
import {
  renderRebuildPlan,
  renderRebuildProgress,
  renderRebuildSummary,
  renderVerdict,
  renderVerdicts,
} from './roll-ups-report';

/** Compares the roll-ups with raw rows, or makes them again: `emotide rollups` on one machine, a job on a cluster. */
const USAGE =
  'usage: sink-rollups verify|rebuild [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--table NAME]… [--yes]';

/** A day of raw rows goes through the views, or is compared, in one request for each few millions of them. */
const REQUEST_TIMEOUT_MS = 60 * 60_000;

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => abort.abort(new Error('interrupted')));
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

interface Flags {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly names: readonly RollUpName[] | undefined;
  readonly yes: boolean;
}

try {
  const { command, flags } = parseFlags();
  process.exitCode = command === 'verify' ? await verify(flags) : await rebuild(flags);
} catch (error) {
  say(`rollups: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof UsageError ? EXIT_USAGE : 1;
  if (process.exitCode === 1) say('rollups: run it again; nothing is lost or counted twice by that');
}
process.stdout.write('', () => process.exit());

/** @returns the exit code: 1 where anything differs */
async function verify({ from, to, names }: Flags): Promise<number> {
  const config = parseConfig(storeEnv, process.env);
  const store = createStore({ ...toStoreAddress(config), requestTimeoutMs: REQUEST_TIMEOUT_MS });
  try {
    const verdicts: RollUpVerdict[] = [];
    const rollUps = await readRollUps(store, names);
    const days = await findRollUpDays(store, { rollUps, from, to, nowMs: Date.now() });
    for (const rollUp of rollUps)
      for (const { day } of days) {
        abort.signal.throwIfAborted();
        if (day < firstKeptDay(rollUp.kept, Date.now())) continue;
        const verdict = await verifyRollUp(store, rollUp, day);
        verdicts.push(verdict);
        for (const line of renderVerdict(verdict)) print(line);
      }
    print(renderVerdicts(verdicts));
    return verdicts.every(({ differing }) => differing === 0) ? 0 : 1;
  } finally {
    await store.close();
  }
}

/** @returns the exit code */
async function rebuild({ from, to, names, yes }: Flags): Promise<number> {
  const schema = serviceEnv.extend(eventLogEnv.shape).extend(storeEnv.shape).extend(leaseEnv.shape);
  const config = parseConfig(schema, process.env);
  const log = createLogger('sink-rollups', config.EMOTIDE_LOG_LEVEL);
  const eventLog = await EventLog.connect({ ...toEventLogAddress(config), name: 'rollups', log });
  const address = { ...toStoreAddress(config), requestTimeoutMs: REQUEST_TIMEOUT_MS, log };
  const store = createStore(address);
  const rebuilt = createStore({ ...address, database: REBUILD_DATABASE });
  const beganAtMs = performance.now();
  try {
    const summary = await rebuildRollUps({
      eventLog,
      store,
      rebuilt,
      from,
      to,
      names,
      id: createEpoch(Date.now(), Math.random),
      confirm: async (plan) => {
        say(renderRebuildPlan(plan));
        return yes || (await askToGoOn(abort.signal));
      },
      onProgress: (progress) => say(renderRebuildProgress(progress)),
      signal: abort.signal,
      log,
      // A sink is sure of its lease for half a term at most.
      sinkGraceMs: config.EMOTIDE_LEASE_TERM_MS,
      lockRenewMs: config.EMOTIDE_LEASE_RENEW_MS,
      lockTermMs: config.EMOTIDE_LEASE_TERM_MS,
    });
    say(
      summary === undefined
        ? 'nothing was done'
        : renderRebuildSummary(summary, performance.now() - beganAtMs),
    );
    return summary === undefined ? 1 : 0;
  } finally {
    await Promise.all([store.close(), rebuilt.close()]);
    await eventLog.close();
  }
}

/** @throws UsageError */
function parseFlags(): { command: 'verify' | 'rebuild'; flags: Flags } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        table: { type: 'string', multiple: true },
        yes: { type: 'boolean', default: false },
      },
    });
    const [command, ...rest] = positionals;
    if ((command !== 'verify' && command !== 'rebuild') || rest.length > 0) throw new UsageError(USAGE);
    const flags = {
      from: values.from === undefined ? undefined : parseDay('--from', values.from),
      to: values.to === undefined ? undefined : parseDay('--to', values.to),
      names: values.table?.map(parseName),
      yes: values.yes,
    };
    return { command, flags };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

/** @throws UsageError */
function parseName(text: string): RollUpName {
  const name = ROLL_UPS.find((known) => known === text);
  if (name === undefined)
    throw new UsageError(`--table: ${JSON.stringify(text)} is none of ${ROLL_UPS.join(', ')}`);
  return name;
}
