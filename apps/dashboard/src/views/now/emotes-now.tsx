import { LiveEmotesDocument } from '../../graphql/generated';
import { useLive } from '../../graphql/use-live';
import type { LiveWindow } from '../../range';
import { LiveEmotes } from '../../live/live-emotes';

const SHOWN = 8;

/** Emotes by uses in all channels. */
export function EmotesNow({ window }: { readonly window: LiveWindow }) {
  const state = useLive(LiveEmotesDocument, { window, first: SHOWN });
  return (
    <LiveEmotes title="Emotes" note="in all channels" fileTitle="Emotes now" state={state} rows={SHOWN} />
  );
}
