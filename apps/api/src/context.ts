import { findChannels, pipeline, type ChannelRow, type PipelineRow, type Store } from '@emotide/store';
import type { Jobs } from './job-board';
import type { LiveAnswers } from './live/live-answers';
import { once } from './once';
import type { ApiRole } from './roles';
import type { Themes } from './theme-catalogue';

/** What resolvers share within one request. */
export interface ApiContext {
  readonly store: Store;
  /** What is used now. */
  readonly live: LiveAnswers;
  readonly themes: Themes;
  readonly jobs: Jobs;
  /** How the request came. */
  readonly transport: 'http' | 'socket';
  /** What who asks may do: see `requireRole`. */
  readonly roles: ReadonlySet<ApiRole>;
  /** When the request was taken: every part of its answer is about the same moment. Epoch ms. */
  readonly nowMs: number;
  /** How far the warehouse is; asked once a request, when first needed. */
  readonly pipeline: () => Promise<readonly PipelineRow[]>;
  /** The channel that has this login now; asked once a request and login. */
  readonly channelByLogin: (login: string) => Promise<ChannelRow | undefined>;
}

export function toApiContext(
  options: Pick<ApiContext, 'store' | 'live' | 'themes' | 'jobs' | 'transport' | 'roles' | 'nowMs'>,
): ApiContext {
  const { store } = options;
  const channels = new Map<string, Promise<ChannelRow | undefined>>();
  return {
    ...options,
    pipeline: once(() => pipeline(store, {})),
    channelByLogin(login) {
      const known = channels.get(login);
      if (known) return known;
      const found = findChannels(store, { login }).then(([first]) => first);
      channels.set(login, found);
      return found;
    },
  };
}
