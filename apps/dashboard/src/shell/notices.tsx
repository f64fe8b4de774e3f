import { useEffect, useState } from 'preact/hooks';
import { formatLength } from '../format/times';
import { askServerTime, clockAheadMs } from '../graphql/server-time';
import { useConnection } from '../graphql/use-live';
import { useServices } from '../services';
import { WithoutKey } from '../ui/states';

/** A clock that is wrong by less is nobody's trouble. */
const WRONG_CLOCK_MS = 60_000;
/** A connection that is made anew at once is not worth a word. */
const QUIET_MS = 600;

/** What the reader has to know about all numbers of the page. */
export function Notices() {
  const { isPaused, setPaused, key } = useServices();
  const connection = useConnection();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  // Also after a sleep of this computer, which breaks the connection and may put the clock.
  useEffect(() => {
    if (connection.type === 'open') void askServerTime();
  }, [connection.type]);
  const awayMs = connection.type === 'away' ? Date.now() - connection.sinceMs : 0;
  const aheadMs = clockAheadMs();
  return (
    <div class="notices" aria-live="polite">
      {connection.type === 'away' && awayMs > QUIET_MS && !isPaused && (
        <p class="notice away">
          <b>The connection broke off {formatLength(awayMs)} ago.</b> It is being made again; until then these
          are the last numbers known.
        </p>
      )}
      {connection.type === 'refused' && key.value !== undefined && !isPaused && (
        <p class="notice refused">
          <b>The server does not take this API key any more.</b> It was revoked, or never was one; until
          another is given under Settings, these are the last numbers known. <WithoutKey class="link" />
        </p>
      )}
      {isPaused && (
        <p class="notice paused">
          <b>Paused.</b> Numbers stand still.{' '}
          <button type="button" class="link" onClick={() => setPaused(false)}>
            Go on
          </button>
        </p>
      )}
      {Math.abs(aheadMs) > WRONG_CLOCK_MS && (
        <p class="notice clock">
          <b>
            This computer’s clock is {formatLength(Math.abs(aheadMs))} {aheadMs > 0 ? 'ahead' : 'behind'}.
          </b>{' '}
          Times shown here are the server’s.
        </p>
      )}
    </div>
  );
}
