import type { Stack } from './stack';

/** What the simulator put on connections: the truth that a drill compares with. */
export interface SimulatorTruth {
  readonly channels: Readonly<
    Record<
      string,
      {
        readonly messages: number;
        readonly messagesWithEmotes: number;
        readonly uses: number;
        readonly emotes: Readonly<Record<string, { uses: number; messages: number; chatters: number }>>;
        readonly minutes: Readonly<
          Record<string, { messages: number; messagesWithEmotes: number; uses: number }>
        >;
      }
    >
  >;
}

/** Stops sending; what was sent before stays sent. */
export async function pauseChat(stack: Stack): Promise<void> {
  await control(stack, 'POST', 'pause');
}

export async function resumeChat(stack: Stack): Promise<void> {
  await control(stack, 'POST', 'resume');
}

/** Whether chat that ends has ended. */
export async function isAllSent(stack: Stack): Promise<boolean> {
  const { generated } = await control<{ generated: { done: boolean } | null }>(stack, 'GET', 'progress');
  return generated?.done ?? false;
}

/** @param span of Twitch's time, epoch ms, half-open; all of it when absent */
export const readTruth = (
  stack: Stack,
  span?: { fromMs: number; untilMs: number },
): Promise<SimulatorTruth> =>
  control(stack, 'GET', span === undefined ? 'truth' : `truth?fromMs=${span.fromMs}&untilMs=${span.untilMs}`);

/** A channel's third-party emotes, by the provider's name in the warehouse; null where it has no set. */
export const readEmoteSets = (
  stack: Stack,
  channel: string,
): Promise<Readonly<Record<'bttv' | 'ffz' | '7tv', readonly { id: string; name: string }[] | null>>> =>
  control(stack, 'GET', `emotes?channel=${channel}`);

/** Renames an emote of a channel, as its editors would: chatters write the new name from then on. */
export async function renameEmote(
  stack: Stack,
  emote: { readonly provider: string; readonly channel: string; readonly id: string; readonly to: string },
): Promise<void> {
  await control(stack, 'POST', `emotes?${new URLSearchParams({ ...emote, do: 'rename' }).toString()}`);
}

/** Logins of the channels that have lines. */
export async function readChannels(stack: Stack): Promise<string[]> {
  const channels = await control<{ login: string }[]>(stack, 'GET', 'channels');
  return channels.map(({ login }) => login);
}

/** What can be done to a connection; it may be gone by then. */
export type ConnectionVerb = 'drop' | 'freeze' | 'thaw' | 'reconnect';

/** @returns whether the connection was still there */
export async function disturb(stack: Stack, verb: ConnectionVerb, connection: number): Promise<boolean> {
  const response = await fetch(
    `${stack.simulatorUrl}/control/${verb}?connection=${connection}&closeAfterMs=3000`,
    {
      method: 'POST',
    },
  );
  return response.ok;
}

/** What the simulator's Helix, BTTV, FFZ and 7TV were asked. */
export interface ServicesSeen {
  /** By service and call (`helix GET /streams`), each by status. */
  readonly requests: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** How often somebody asked beyond what Helix's bucket held. */
  readonly helix: { readonly violations: number };
}

export const readServices = (stack: Stack): Promise<ServicesSeen> => control(stack, 'GET', 'services');

async function control<T>(stack: Stack, method: 'GET' | 'POST', verb: string): Promise<T> {
  const response = await fetch(`${stack.simulatorUrl}/control/${verb}`, { method });
  if (!response.ok)
    throw new Error(`the simulator refuses to ${verb}: ${response.status} ${await response.text()}`);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Numbers of the connections that are open now; they are given in ascending order. */
export async function readConnections(stack: Stack): Promise<number[]> {
  const { connections } = await control<{ connections: { connection: number }[] }>(stack, 'GET', 'progress');
  return connections.map(({ connection }) => connection);
}
