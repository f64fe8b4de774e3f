import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundleApp } from './bundle-app';

/** What the simulator tells of its services. */
export interface ServicesSeen {
  /** By service and call (`helix GET /streams`), each by status. */
  readonly requests: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly helix: { readonly violations: number };
}

type Provider = 'bttv' | 'ffz' | '7tv';

/** The simulator as a process of its own, with everything that Twitch and the emote services serve. */
export interface SimulatorProcess {
  /** Settings by which a scout finds its services. */
  readonly env: Readonly<Record<string, string>>;
  readonly channels: readonly { readonly login: string; readonly id: string }[];
  services(): Promise<ServicesSeen>;
  /** How often a service was asked, by the beginning of the call (`bttv GET /3/cached/users`). */
  requestsOf(call: string): Promise<number>;
  /** A set as it is served; null where there is none. */
  emotesOf(
    channelId: string,
  ): Promise<Readonly<Record<Provider, readonly { id: string; name: string }[] | null>>>;
  control(verb: string, parameters: Readonly<Record<string, string>>): Promise<unknown>;
  /** What Helix says of a channel's own emotes. */
  nativesOf(
    channelId: string,
  ): Promise<readonly { id: string; name: string; emote_type: string; tier: string }[]>;
  stop(): Promise<void>;
}

const CREDENTIALS = { id: 'simulatedclient', secret: 'simulatedsecret' };

export async function startSimulatorProcess(
  directory: string,
  options: { channels: number; helixPoints: number },
): Promise<SimulatorProcess> {
  const outfile = await bundleApp('twitch-sim', directory);
  const child = spawn(process.execPath, [outfile], {
    env: {
      PATH: process.env['PATH'],
      EMOTIDE_SIM_STATE_DIR: join(directory, 'twitch-sim'),
      EMOTIDE_SIM_GENERATE_CHANNELS: String(options.channels),
      EMOTIDE_SIM_GENERATE_RATE: '1',
      EMOTIDE_SIM_THIRD_PARTY: 'true',
      EMOTIDE_SIM_HELIX_POINTS: String(options.helixPoints),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await portOf(child).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  const base = `http://127.0.0.1:${port}`;
  const ask = async (
    method: string,
    path: string,
    headers: Record<string, string> = {},
  ): Promise<unknown> => {
    const response = await fetch(`${base}${path}`, { method, headers });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const services = () => ask('GET', '/control/services') as Promise<ServicesSeen>;

  return {
    env: {
      EMOTIDE_TWITCH_AUTH_URL: `${base}/oauth2/`,
      EMOTIDE_HELIX_URL: `${base}/helix/`,
      EMOTIDE_BTTV_URL: `${base}/bttv/3/`,
      EMOTIDE_BTTV_SOCKET_URL: `ws://127.0.0.1:${port}/bttv/ws`,
      EMOTIDE_FFZ_URL: `${base}/ffz/v1/`,
      EMOTIDE_SEVENTV_URL: `${base}/7tv/v3/`,
      EMOTIDE_SEVENTV_EVENTS_URL: `ws://127.0.0.1:${port}/7tv/events/v3`,
    },
    channels: (await ask('GET', '/control/channels')) as { login: string; id: string }[],
    services,
    requestsOf: async (call) => {
      const { requests } = await services();
      return Object.entries(requests)
        .filter(([name]) => name.startsWith(call))
        .flatMap(([, outcomes]) => Object.values(outcomes))
        .reduce((sum, count) => sum + count, 0);
    },
    emotesOf: async (channelId) =>
      (await ask('GET', `/control/emotes?channel=${channelId}`)) as Record<
        Provider,
        { id: string; name: string }[] | null
      >,
    control: (verb, parameters) => ask('POST', `/control/${verb}?${new URLSearchParams(parameters)}`),
    nativesOf: async (channelId) => {
      const form = new URLSearchParams({
        client_id: CREDENTIALS.id,
        client_secret: CREDENTIALS.secret,
        grant_type: 'client_credentials',
      });
      const { access_token: token } = (await ask('POST', `/oauth2/token?${form}`)) as {
        access_token: string;
      };
      const headers = { authorization: `Bearer ${token}`, 'client-id': CREDENTIALS.id };
      const answer = await ask('GET', `/helix/chat/emotes?broadcaster_id=${channelId}`, headers);
      return (answer as { data: { id: string; name: string; emote_type: string; tier: string }[] }).data;
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Settings of whoever may ask Helix. */
export const HELIX_CREDENTIALS = {
  EMOTIDE_TWITCH_CLIENT_ID: CREDENTIALS.id,
  EMOTIDE_TWITCH_CLIENT_SECRET: CREDENTIALS.secret,
};

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const { url } = JSON.parse(line) as { url?: string };
      if (url !== undefined) resolve(Number(new URL(url).port));
    });
    child.once('close', (code) => reject(new Error(`the simulator ended: ${code}`)));
  });
}
