import { useEffect, useState } from 'preact/hooks';
import { serverNow } from '../graphql/server-time';
import { toDrawnRange, type DrawnRange, type RangeChoice } from '../range';
import { useServices } from '../services';

const LOOK_EVERY_MS = 5_000;

/** The times that a choice means, which move on with the server's clock unless the page is paused. */
export function useDrawnRange(choice: RangeChoice): DrawnRange {
  const { isPaused } = useServices();
  const [nowMs, setNow] = useState(serverNow);
  useEffect(() => {
    if (isPaused) return;
    setNow(serverNow());
    const timer = setInterval(() => setNow(serverNow()), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isPaused]);
  return toDrawnRange(choice, nowMs);
}
