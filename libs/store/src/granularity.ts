/** Lengths of a bucket. Hours and days are UTC's. */
export const STEP_SECONDS = { MINUTE: 60, HOUR: 3_600, DAY: 86_400 } as const;
export type Granularity = keyof typeof STEP_SECONDS;

/** Start of a minute's bucket, epoch ms; `step` from {@link STEP_SECONDS}. */
export const BUCKET = 'toInt64(intDiv(toUnixTimestamp(minute), {step:UInt32}) * {step:UInt32}) * 1000';
