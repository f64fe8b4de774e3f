import type { TimeWindow } from '../graphql/generated';
import type { LiveWindow } from '../range';

export const LIVE_WINDOW_WORDS: Readonly<Record<LiveWindow, string>> = {
  LAST_MINUTE: '1 min',
  LAST_5_MINUTES: '5 min',
  LAST_15_MINUTES: '15 min',
  LAST_HOUR: '1 h',
};

export type LongWindow = Extract<
  TimeWindow,
  'LAST_15_MINUTES' | 'LAST_HOUR' | 'LAST_DAY' | 'LAST_WEEK' | 'ALL_TIME'
>;

export const WINDOWS: readonly { readonly value: LongWindow; readonly label: string }[] = [
  { value: 'LAST_15_MINUTES', label: '15 min' },
  { value: 'LAST_HOUR', label: '1 h' },
  { value: 'LAST_DAY', label: '24 h' },
  { value: 'LAST_WEEK', label: '7 days' },
  { value: 'ALL_TIME', label: 'All' },
];
