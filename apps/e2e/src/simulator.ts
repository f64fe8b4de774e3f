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

export const readTruth = (stack: Stack): Promise<SimulatorTruth> => control(stack, 'GET', 'truth');

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
