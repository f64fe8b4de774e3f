import { createTemporaryDirectory } from '@emotide/testkit';
import { expect, it } from 'vitest';
import { startOwnCollector } from '../src/own-collector';
import { startStack, until } from '../src/stack';

const CHANNELS = 20;

it('says who reads chat, and that one which was killed is silent while another reads its channels', async () => {
  const directory = createTemporaryDirectory();
  const stack = await startStack(directory.path, [
    ...['--channels', String(CHANNELS), '--rate', '40', '--partitions', '1', '--seed', '5'],
  ]);
  const collectors = async () => {
    const { pipeline } = await stack.graphql<{
      pipeline: { collectors: { instance: string; silent: boolean; joined: number; wanted: number }[] };
    }>(`{ pipeline { collectors { instance silent joined: channelsJoined wanted: channelsWanted } } }`);
    return pipeline.collectors;
  };
  try {
    await until(async () => (await collectors())[0]?.joined === CHANNELS, 'one to read all', 60_000);
    const [own] = await collectors();
    expect(own).toMatchObject({ silent: false, wanted: CHANNELS });

    const second = await startOwnCollector(stack, 'collector-2', { partitions: 1 });
    const find = async () => (await collectors()).find(({ instance }) => instance === 'collector-2');
    await until(async () => ((await find())?.joined ?? 0) > 0, 'the second to read some', 90_000);
    await second.kill();
    await until(async () => (await find())?.silent === true, 'the killed one to be silent', 60_000);
    await until(
      async () => (await collectors()).some(({ silent, joined }) => !silent && joined === CHANNELS),
      'the other to read all',
      60_000,
    );

    const third = await startOwnCollector(stack, 'collector-2', { partitions: 1 });
    await until(async () => (await find())?.silent === false, 'the next one in its place', 30_000);
    await third.stop();
    await until(async () => (await find()) === undefined, 'the one that was stopped to be left out', 5_000);
  } finally {
    await stack.stop();
    directory.remove();
  }
});
