import { useEffect } from 'preact/hooks';
import type { Place } from '../place';
import { lazy } from '../ui/lazy';
import { Empty } from '../ui/states';
import { NowView } from '../views/now/now-view';

const ChannelView = lazy(() => import('../views/channel/channel-view').then((module) => module.ChannelView));
const ChannelsView = lazy(() =>
  import('../views/channel/channels-view').then((module) => module.ChannelsView),
);
const ThemeView = lazy(() => import('../views/theme/theme-view').then((module) => module.ThemeView));
const ThemesView = lazy(() => import('../views/theme/themes-view').then((module) => module.ThemesView));
const EmoteView = lazy(() => import('../views/emote/emote-view').then((module) => module.EmoteView));
const EmotesView = lazy(() => import('../views/emote/emotes-view').then((module) => module.EmotesView));
const PipelineView = lazy(() =>
  import('../views/pipeline/pipeline-view').then((module) => module.PipelineView),
);

export function ViewOf({ place }: { readonly place: Place }) {
  const title = toTitle(place);
  useEffect(() => {
    document.title = `${title} · Emotide`;
  }, [title]);
  switch (place.view) {
    case 'now':
      return <NowView place={place} />;
    case 'channels':
      return <ChannelsView />;
    case 'channel':
      return <ChannelView place={place} key={place.login} />;
    case 'themes':
      return <ThemesView />;
    case 'theme':
      return <ThemeView place={place} key={place.slug} />;
    case 'emotes':
      return <EmotesView />;
    case 'emote':
      return <EmoteView place={place} key={place.id} />;
    case 'pipeline':
      return <PipelineView />;
    case 'nowhere':
      return (
        <div class="view">
          <h1>Nothing is here</h1>
          <Empty title="No view has this address">
            <a href="/">What is used now</a>
          </Empty>
        </div>
      );
  }
}

function toTitle(place: Place): string {
  switch (place.view) {
    case 'now':
      return 'Now';
    case 'channels':
      return 'Channels';
    case 'channel':
      return place.login;
    case 'themes':
      return 'Themes';
    case 'theme':
      return place.slug;
    case 'emotes':
    case 'emote':
      return 'Emotes';
    case 'pipeline':
      return 'Pipeline';
    case 'nowhere':
      return 'Nothing is here';
  }
}
