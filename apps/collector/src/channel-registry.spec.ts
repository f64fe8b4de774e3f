import type { ChannelLogin } from '@emotide/domain';
import type { CountedTurn, ReadingSession } from '@emotide/reading';
import { Subject } from 'rxjs';
import { expect, it } from 'vitest';
import { ChannelRegistry } from './channel-registry';
import { ReadingWindow } from './reading-window';

it('sums up what is read here, and of what is not, why Twitch refused it', () => {
  let nowMs = 0;
  const turns = new Subject<CountedTurn>();
  const registry = new ChannelRegistry({
    clock: () => nowMs,
    onTurn: () => undefined,
    startActor: () => turns,
  });
  registry.turns$.subscribe();
  const start = (login: string) => registry.start(login as ChannelLogin, new ReadingWindow(-Infinity));
  for (const login of ['tidepool', 'lagoon', 'harbor', 'estuary']) start(login);
  const refused: Record<string, 'suspended' | 'no-answer'> = {
    lagoon: 'suspended',
    harbor: 'suspended',
    estuary: 'no-answer',
    // Another collector's by now.
    marina: 'suspended',
  };
  const session = (login: string) => ({ login }) as unknown as ReadingSession;
  registry.noteJoined(session('tidepool'));
  // It was refused once, and is read now.
  registry.noteJoined(session('harbor'));
  nowMs = 60_000;
  expect(registry.tally((login) => refused[login])).toEqual({
    wanted: 4,
    joined: 2,
    refused: { suspended: 1, 'no-answer': 1 },
    messagesPerSecond: 0,
  });
  registry.noteInterrupted('harbor' as ChannelLogin, 'the connection ended', false);
  registry.stop('estuary' as ChannelLogin);
  expect(registry.tally(() => undefined)).toMatchObject({ wanted: 3, joined: 1, refused: {} });
});
