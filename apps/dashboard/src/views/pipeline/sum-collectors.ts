import type { PipelineWatchedQuery } from '../../graphql/generated';

export type Collector = PipelineWatchedQuery['pipeline']['collectors'][number];

export interface CollectorSums {
  readonly connections: number;
  readonly wanted: number;
  readonly joined: number;
  readonly refused: number;
  readonly silent: number;
}

/** All that are heard of, together. What a silent one had is read by others, who say so themselves. */
export function sumCollectors(collectors: readonly Collector[]): CollectorSums {
  const heard = collectors.filter(({ silent }) => !silent);
  const sum = (of: (collector: Collector) => number): number =>
    heard.reduce((total, one) => total + of(one), 0);
  return {
    connections: sum(({ connections }) => connections),
    wanted: sum(({ channelsWanted }) => channelsWanted),
    joined: sum(({ channelsJoined }) => channelsJoined),
    refused: sum(({ channelsRefused }) =>
      channelsRefused.reduce((total, { channels }) => total + channels, 0),
    ),
    silent: collectors.length - heard.length,
  };
}
