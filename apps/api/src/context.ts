import type { Logger } from '@emotide/service-kit';
import { pipeline, type ChannelRow, type PipelineRow, type Store } from '@emotide/store';
import type { Changes } from './changes/changes';
import type { Collectors } from './collector-board';
import type { Jobs } from './job-board';
import type { LiveAnswers } from './live/live-answers';
import { createLoaders, type Loaders } from './loaders';
import { once } from './once';
import type { Quarantine } from './quarantine-watch';
import type { ApiRole } from './roles';
import type { Themes } from './theme-catalogue';

/** What resolvers share within one request. */
export interface ApiContext {
  readonly store: Store;
  /** What is used now. */
  readonly live: LiveAnswers;
  readonly themes: Themes;
  readonly jobs: Jobs;
  readonly collectors: Collectors;
  readonly quarantine: Quarantine;
  /** What mutations work with; undefined until the log was reached. */
  readonly changes: Changes | undefined;
  readonly log: Logger;
  /** Epoch ms, for what is put down; answers go by `nowMs`. */
  readonly clock: () => number;
  /** How the request came. */
  readonly transport: 'http' | 'socket';
  /** What who asks may do: see `requireRole`. */
  readonly roles: ReadonlySet<ApiRole>;
  /** Of the key that was shown; undefined where none was. */
  readonly keyId: string | undefined;
  /** When the request was taken: every part of its answer is about the same moment. Epoch ms. */
  readonly nowMs: number;
  /** How far the warehouse is; asked once a request, when first needed. */
  readonly pipeline: () => Promise<readonly PipelineRow[]>;
  /** The channel that has this login now; asked once a request and login. */
  readonly channelByLogin: (login: string) => Promise<ChannelRow | undefined>;
  /** What is looked up by key, many at a time. */
  readonly loaders: Loaders;
}

export function toApiContext(
  options: Omit<ApiContext, 'pipeline' | 'channelByLogin' | 'loaders'> &
    Partial<Pick<ApiContext, 'pipeline'>>,
): ApiContext {
  const { store } = options;
  const loaders = createLoaders(store);
  return {
    ...options,
    pipeline: once(options.pipeline ?? (() => pipeline(store, {}))),
    channelByLogin: (login) => loaders.channelByLogin.load(login),
    loaders,
  };
}
