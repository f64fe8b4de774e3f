import { Choice } from '../../ui/panel';
import type { Place } from '../../place';
import { LIVE_WINDOWS } from '../../range';
import { LIVE_WINDOW_WORDS } from '../../ui/windows';
import { goTo } from '../../use-place';
import { ChannelsNow } from './channels-now';
import { EmotesNow } from './emotes-now';
import { Trending } from './trending';
import { Pulse } from './pulse';

/** What is used now, in all channels. */
export function NowView({ place }: { readonly place: Extract<Place, { view: 'now' }> }) {
  const { window } = place;
  return (
    <div class="view now">
      <div class="view-head">
        <h1>Now</h1>
        <Choice
          label="Counted over the last"
          options={LIVE_WINDOWS.map((value) => ({ value, label: LIVE_WINDOW_WORDS[value] }))}
          value={window}
          onChange={(value) => goTo({ view: 'now', window: value }, { replace: true })}
        />
      </div>
      <Pulse window={window} />
      <div class="columns">
        <ChannelsNow window={window} />
        <div class="column">
          <EmotesNow window={window} />
          <Trending />
        </div>
      </div>
    </div>
  );
}
