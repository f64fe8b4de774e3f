import type { RecentChannelRow } from '@emotide/store';

/** Part of what is to be read: channels by id, first and last included, and a time, epoch ms, end not included. */
export interface HydrationPart {
  readonly fromChannelId: string;
  readonly toChannelId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Cuts what is to be read into answers of about `mostRows` rows, along the table's order, so that nothing is read
 * twice: neighbouring channels together, a channel too large for one answer in equal times.
 *
 * @param channels by id, as `recentChannels` gives them
 * @param time whole seconds, epoch ms; `nowMs` is where most of it ends, `toMs` where all of it does
 */
export function toHydrationParts(
  channels: readonly Pick<RecentChannelRow, 'channelId' | 'rows'>[],
  time: { readonly fromMs: number; readonly nowMs: number; readonly toMs: number },
  mostRows: number,
): HydrationPart[] {
  const { fromMs, nowMs, toMs } = time;
  const parts: HydrationPart[] = [];
  let open: { fromChannelId: string; toChannelId: string; rows: number } | undefined;
  const finish = (): void => {
    if (open) parts.push({ fromChannelId: open.fromChannelId, toChannelId: open.toChannelId, fromMs, toMs });
    open = undefined;
  };
  for (const { channelId, rows } of channels) {
    if (open && open.rows + rows > mostRows) finish();
    if (rows <= mostRows) {
      open = {
        fromChannelId: open?.fromChannelId ?? channelId,
        toChannelId: channelId,
        rows: (open?.rows ?? 0) + rows,
      };
      continue;
    }
    const slices = Math.ceil(rows / mostRows);
    const sliceMs = Math.max(1, Math.ceil((nowMs - fromMs) / slices / 1_000)) * 1_000;
    for (let startMs = fromMs; startMs < nowMs; startMs += sliceMs) {
      const isLast = startMs + sliceMs >= nowMs;
      parts.push({
        fromChannelId: channelId,
        toChannelId: channelId,
        fromMs: startMs,
        toMs: isLast ? toMs : startMs + sliceMs,
      });
    }
  }
  finish();
  return parts;
}
