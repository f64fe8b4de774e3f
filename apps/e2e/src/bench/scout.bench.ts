import { createTemporaryDirectory } from '@emotide/testkit';
import { readMetric } from '../metric-value';
import { readUsage } from '../process-usage';
import { readServices, type ServicesSeen } from '../simulator';
import { startStack, until, type Stack } from '../stack';
import type { Result } from './benchmarks-page';
import { format } from './statistics';

/** Live channels, all of them in the plan. */
const PLANS = [1_000, 3_000];
/** The slowest source is Helix, at 800 calls a minute. */
const READ_WITHIN_MS = 600_000;
/** Once restarted it has looked for channels twice by then, and read again whatever it means to. */
const SETTLED_AFTER_MS = 75_000;

/** How long does the scout take to know all emotes of so many channels, and what does a restart ask again? */
export async function benchScout(command: string): Promise<Result> {
  const rows: string[][] = [];
  for (const planned of PLANS) rows.push(...(await measurePlan(planned)));
  return {
    question:
      'How long does the scout take to know all emotes of so many channels, and what does a restart ask again?',
    command,
    table: {
      head: [
        'planned channels',
        'start',
        'in the plan after, s',
        'all emotes known after, s',
        'Helix calls',
        'BTTV',
        'FFZ',
        '7TV',
        'beyond Helix’s bucket',
        'scout CPU, s',
        'RSS, MB',
      ],
      rows,
    },
    notes: [
      `All of them live at the simulator, and looked for among the live ones. Its Helix gives 800 points a minute and counts who asks beyond them, as the real one does; 20 requests a second to each of the others, as configured by default.`,
      `A second start has what the first one left in the log's buckets; its calls are those of ${SETTLED_AFTER_MS / 1_000} s, in which channels are looked for twice.`,
    ],
  };
}

async function measurePlan(planned: number): Promise<string[][]> {
  const directory = createTemporaryDirectory();
  const stack = await startStack(
    directory.path,
    ['--channels', String(planned), '--rate', '1', '--log-level', 'warn', '--collectors', '0'],
    { hasThirdParty: true, env: { EMOTIDE_DISCOVER_CHANNELS: String(planned) } },
  );
  try {
    const startedAtMs = performance.now();
    const elapsed = () => format((performance.now() - startedAtMs) / 1_000);
    await until(async () => (await planSize(stack)) >= planned, 'the plan', READ_WITHIN_MS, 100);
    const inPlan = elapsed();
    await until(async () => (await unread(stack)) === 0, 'all emotes', READ_WITHIN_MS, 200);
    const first = await readServices(stack);
    const rows = [[format(planned), 'cold', inPlan, elapsed(), ...toCalls(first), ...usageOf(stack)]];

    await stack.kill('scout');
    await new Promise((resolve) => setTimeout(resolve, SETTLED_AFTER_MS));
    const again = await readServices(stack);
    rows.push([format(planned), 'again', '–', '–', ...toCalls(again, first), ...usageOf(stack)]);
    return rows;
  } finally {
    await stack.stop();
    directory.remove();
  }
}

async function planSize(stack: Stack): Promise<number> {
  const [joined = 0] = readMetric(await stack.metrics('scout'), 'emotide_scout_plan_changes_total');
  return joined;
}

/** Readings that were never made, over all sources. */
async function unread(stack: Stack): Promise<number> {
  return readMetric(await stack.metrics('scout'), 'emotide_scout_channels_unread').reduce(
    (sum, value) => sum + value,
    0,
  );
}

function usageOf(stack: Stack): string[] {
  const { cpuSeconds, rssMb } = readUsage(stack.pids()['scout']!);
  return [format(cpuSeconds), format(rssMb)];
}

function toCalls(seen: ServicesSeen, before?: ServicesSeen): string[] {
  const calls = ({ requests }: ServicesSeen, service: string) =>
    Object.entries(requests)
      .filter(([call]) => call.startsWith(`${service} `))
      .flatMap(([, byStatus]) => Object.values(byStatus))
      .reduce((sum, count) => sum + count, 0);
  return [
    ...['helix', 'bttv', 'ffz', '7tv'].map((service) =>
      format(calls(seen, service) - (before === undefined ? 0 : calls(before, service))),
    ),
    String(seen.helix.violations),
  ];
}
