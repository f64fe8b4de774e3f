import { useState } from 'preact/hooks';
import { PROVIDER_WORDS } from '../format/words';
import { toInitials, toTint, toVisible } from '../format/names';
import type { Provider } from '../graphql/generated';
import { toChannelHref, toEmoteHref } from '../place';
import { pure } from './pure';
import { isPictureHostAway, tellPictureFailed } from './picture-hosts';

export interface NamedEmote {
  readonly id: string;
  readonly name: string;
  readonly imageUrl: string;
}

/** A stranger's name: text alone, of its own direction, in one line. */
export function Name({ of }: { readonly of: string }) {
  return (
    <bdi class="name" title={toVisible(of)}>
      {toVisible(of)}
    </bdi>
  );
}

const TINTS = 6;

/** An emote's picture of the provider, or a tile with its initials while there is none. */
export function EmotePicture({ emote, isLarge = false }: { emote: NamedEmote; isLarge?: boolean }) {
  const [state, setState] = useState<'waiting' | 'shown' | 'failed'>('waiting');
  const isTried = state !== 'failed' && !isPictureHostAway(emote.imageUrl);
  return (
    <span
      class={`picture tint-${toTint(emote.name, TINTS)}${isLarge ? ' large' : ''}${state === 'shown' ? ' shown' : ''}`}
      aria-hidden="true"
    >
      {state !== 'shown' && <span class="initials">{toInitials(emote.name)}</span>}
      {isTried && (
        <img
          src={emote.imageUrl}
          alt=""
          width={isLarge ? 56 : 28}
          height={isLarge ? 56 : 28}
          loading="lazy"
          decoding="async"
          referrerpolicy="no-referrer"
          onLoad={() => setState('shown')}
          onError={() => {
            tellPictureFailed(emote.imageUrl);
            setState('failed');
          }}
        />
      )}
    </span>
  );
}

interface EmoteLinkProps {
  readonly emote: NamedEmote & { readonly provider: Provider };
  /** Whether what is around it names the provider. */
  readonly isProviderTold?: boolean;
}

/** Names collide among providers, so whoever is not Twitch is named. */
export const EmoteLink = pure<EmoteLinkProps>(
  ({ emote, isProviderTold = false }) => (
    <a class="emote-link" href={toEmoteHref(emote.id)}>
      <EmotePicture emote={emote} key={emote.imageUrl} />
      <Name of={emote.name} />
      {emote.provider !== 'TWITCH' && !isProviderTold && (
        <small class="of-provider">{PROVIDER_WORDS[emote.provider] ?? emote.provider}</small>
      )}
    </a>
  ),
  ({ emote: { id, name, imageUrl, provider }, isProviderTold }) =>
    `${id} ${provider} ${imageUrl} ${isProviderTold} ${name}`,
);

export const ChannelLink = pure<{ readonly login: string }>(
  ({ login }) => (
    <a class="channel-link" href={toChannelHref(login)}>
      <Name of={login} />
    </a>
  ),
  ({ login }) => login,
);
