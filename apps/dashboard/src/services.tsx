import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AccessKey } from './graphql/access-key';
import type { LiveClient } from './graphql/live-client';
import type { Preferences } from './preferences';

/** What every view stands on. */
export interface Services {
  readonly key: AccessKey;
  readonly live: LiveClient;
  readonly preferences: Preferences;
  /** Whether numbers stand still, as the reader asked. */
  readonly isPaused: boolean;
  setPaused(paused: boolean): void;
  setPreferences(change: Partial<Preferences>): void;
  /** From now on everything is asked with this key; an empty text: without any. */
  setKey(value: string): void;
}

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('a view stands outside the page');
  return services;
}
