import { useConnection } from '../graphql/use-live';
import { useServices } from '../services';

/** How live the page is, in a word. */
export function LiveBadge() {
  const { isPaused } = useServices();
  const connection = useConnection();
  const [tone, word] = isPaused
    ? ['paused', 'Paused']
    : connection.type === 'open'
      ? ['live', 'Live']
      : connection.type === 'away'
        ? ['away', 'Reconnecting']
        : connection.type === 'refused'
          ? ['away', 'Key refused']
          : ['idle', 'Connecting'];
  // A view that follows nothing has no connection, and need not have one.
  if (tone === 'idle') return null;
  return (
    <span class={`badge ${tone}`} role="status">
      <span class="dot" aria-hidden="true" />
      {word}
    </span>
  );
}
