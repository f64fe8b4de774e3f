import {
  createBttvClient,
  createFfzClient,
  createHelixClient,
  createSevenTvClient,
  type EmoteSetClient,
  type HelixClient,
  type ProviderMetrics,
  type SevenTvClient,
} from '@emotide/emote-providers';
import { UsageError, type Logger } from '@emotide/service-kit';
import type { ScoutConfig } from './config';

/** Everybody who is asked about emotes and streams. */
export interface ProviderClients {
  readonly bttv: EmoteSetClient;
  readonly ffz: EmoteSetClient;
  readonly sevenTv: SevenTvClient;
  /** Undefined without credentials. */
  readonly helix: HelixClient | undefined;
  /** Ends what is under way. */
  stop(): void;
}

/** Said of every job that can't be done without Helix. */
export const NEEDS_HELIX = 'needs EMOTIDE_TWITCH_CLIENT_ID and EMOTIDE_TWITCH_CLIENT_SECRET';

/** @throws UsageError for credentials that no header can carry */
export function createProviderClients(
  config: ScoutConfig,
  { log, metrics }: { log: Logger; metrics: ProviderMetrics },
): ProviderClients {
  const options = (baseUrl: URL | undefined) => ({ log, metrics, ...(baseUrl && { baseUrl }) });
  const bttv = createBttvClient(options(config.EMOTIDE_BTTV_URL));
  const ffz = createFfzClient(options(config.EMOTIDE_FFZ_URL));
  const sevenTv = createSevenTvClient(options(config.EMOTIDE_SEVENTV_URL));
  const helix = createHelix(config, options(config.EMOTIDE_HELIX_URL));
  return {
    bttv,
    ffz,
    sevenTv,
    helix,
    stop: () => {
      for (const client of [bttv, ffz, sevenTv, helix]) client?.stop();
    },
  };
}

function createHelix(
  config: ScoutConfig,
  options: { log: Logger; metrics: ProviderMetrics; baseUrl?: URL },
): HelixClient | undefined {
  const clientId = config.EMOTIDE_TWITCH_CLIENT_ID;
  const clientSecret = config.EMOTIDE_TWITCH_CLIENT_SECRET;
  const authUrl = config.EMOTIDE_TWITCH_AUTH_URL;
  if (clientId === undefined || clientSecret === undefined) return undefined;
  try {
    return createHelixClient({
      ...options,
      credentials: { clientId, clientSecret },
      ...(authUrl && { authUrl }),
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
