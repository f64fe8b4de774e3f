import type { TimeFormat } from '../format/times';
import type { StaleReason } from '../graphql/generated';

const REASONS: Readonly<Record<StaleReason, string>> = {
  HYDRATING: 'The server has just started and is reading the last hour.',
  BEHIND: 'Chat reaches the server late; it is catching up.',
  LOG_AWAY: 'The event log does not answer.',
  WAREHOUSE_AWAY: 'The warehouse does not answer, and this is to be read from it.',
};

/** Why a live answer stands still, where it does. A reason that this page does not know is said as well. */
export function StaleReasonNote({
  stale,
  complete,
}: {
  readonly stale: { readonly reason: StaleReason; readonly since: string } | null;
  readonly complete: boolean;
}) {
  if (stale)
    return (
      <p class="stale-note" role="status">
        {REASONS[stale.reason] ?? 'The numbers stand still.'} These are the last numbers known.
      </p>
    );
  if (!complete)
    return <p class="stale-note">Some of this time is not known to the server: counts may fall short.</p>;
  return null;
}

export function AsOf({ asOf, format }: { readonly asOf: string | null; readonly format: TimeFormat }) {
  return asOf === null ? <>nothing known yet</> : <>as of {format.second(Date.parse(asOf))}</>;
}
