import { expect, it } from 'vitest';
import { sumCollectors, type Collector } from './sum-collectors';

const collector: Collector = {
  instance: 'collector-1',
  reportedAt: '2026-11-23T18:30:20.500Z',
  silent: false,
  connections: 2,
  channelsWanted: 100,
  channelsJoined: 95,
  channelsRefused: [
    { reason: 'SUSPENDED', channels: 3 },
    { reason: 'LIMIT_REACHED', channels: 1 },
  ],
  messagesPerSecond: 12.5,
};

it('counts channels of a silent collector only where another one has them now', () => {
  const heir = { ...collector, instance: 'collector-2', channelsWanted: 200, channelsJoined: 190 };
  expect(sumCollectors([{ ...collector, silent: true }, heir])).toEqual({
    connections: 2,
    wanted: 200,
    joined: 190,
    refused: 4,
    silent: 1,
  });
  expect(sumCollectors([collector, heir])).toMatchObject({
    connections: 4,
    wanted: 300,
    refused: 8,
    silent: 0,
  });
  expect(sumCollectors([])).toEqual({ connections: 0, wanted: 0, joined: 0, refused: 0, silent: 0 });
});
