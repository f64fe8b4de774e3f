import { startOwnService, type OwnService } from './own-service';
import { readChannels } from './simulator';
import type { Part, Stack } from './stack';

/** One more collector of a simulated Twitch, beside those of the system. */
export async function startOwnCollector(
  stack: Stack,
  part: Part,
  {
    partitions,
    env = {},
    launcher,
  }: {
    readonly partitions: number;
    readonly env?: Readonly<Record<string, string>>;
    readonly launcher?: readonly [string, ...string[]] | undefined;
  },
): Promise<OwnService> {
  const logins = await readChannels(stack);
  const settings = {
    EMOTIDE_INSTANCE: part,
    EMOTIDE_PARTITIONS: String(partitions),
    EMOTIDE_CHAT_URL: stack.simulatorUrl.replace('http', 'ws'),
    EMOTIDE_CHANNELS: logins.join(','),
    EMOTIDE_CHAT_CONNECT_EVERY_MS: '20',
    EMOTIDE_CHAT_JOINS: '90',
    EMOTIDE_CHAT_JOINS_PER_MS: '100',
    EMOTIDE_USER_KEY: stack.secrets.userKey,
    ...env,
  };
  return startOwnService(stack, 'collector', part, settings, launcher);
}
