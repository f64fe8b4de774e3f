import type { ChannelId, EmoteId } from '@emotide/domain';
import { recordCatalogue, recordChatters, recordRun, recordStreamStates, type Store } from '@emotide/store';
import { act, activity, forsen, land, use, xqc } from './landing';

/** When the example's questions are asked, epoch ms. */
export const EXAMPLE_NOW_MS = Date.parse('2026-11-23T18:30:20.500Z');

const kappa = ['25', 'Kappa'] as const;
const kreygasm = ['41', 'Kreygasm'] as const;
const forsenE = ['emotesv2_a', 'forsenE'] as const;
const catJam = ['5f', 'catJAM'] as const;
const bttv = { provider: 'bttv', class: 'THIRD_PARTY' };
const paid = { class: 'SUB_T1' };
const of = (message: number, more: object = {}) => ({ message_key: message, ...more });

/** A little of everything that a warehouse can hold: what tests and the examples of docs/api.md are about. */
export async function recordExampleChat(store: Store): Promise<void> {
  await land(store, 'today', [
    activity('2026-11-23 18:00:00', forsen, 10, 3),
    use('2026-11-23 18:00:00.500', forsen, 1, kappa, 3, of(1)),
    use('2026-11-23 18:00:00.600', forsen, 2, kappa, 1, of(2)),
    use('2026-11-23 18:00:00.600', forsen, 2, kreygasm, 1, of(2)),
    use('2026-11-23 18:00:00.700', forsen, 3, catJam, 1, of(3, bttv)),
    activity('2026-11-23 18:05:00', forsen, 1, 1),
    use('2026-11-23 18:05:00.000', forsen, 3, forsenE, 2, of(4, paid)),
    act('2026-11-23 18:05:01', forsen, 1),
    act('2026-11-23 18:05:02', forsen, 1),
    act('2026-11-23 18:06:02', forsen, 2),
    activity('2026-11-23 18:29:00', xqc, 2, 1),
    use('2026-11-23 18:29:00.001', xqc, 1, kreygasm, 1, of(5)),
    // An hour, a day and a week earlier.
    activity('2026-11-23 17:02:00', forsen, 4, 1),
    use('2026-11-23 17:02:00', forsen, 1, kappa, 7, of(6)),
    activity('2026-11-22 18:05:30', forsen, 5, 1),
    use('2026-11-22 18:05:30', forsen, 1, kappa, 2, of(7)),
    activity('2026-11-16 18:20:00', forsen, 6, 0),
    // The same time of two days before, by many: what is usual.
    ...[21, 22].flatMap((day) =>
      Array.from({ length: 12 }, (_, i) =>
        use(`2026-11-${day} 18:1${day % 10}:00`, xqc, 100 + i, kreygasm, 1, of(1_000 + day * 20 + i)),
      ),
    ),
    // And today's burst of another one.
    ...Array.from({ length: 12 }, (_, i) =>
      use(
        '2026-11-23 18:12:00',
        xqc,
        100 + i,
        ['77', 'xqcWow'],
        1,
        of(2_000 + i, { class: 'CHANNEL_UNKNOWN' }),
      ),
    ),
  ]);
  await recordRun(store, {
    partition: 0,
    first: 1,
    last: 9,
    token: 'today',
    streamCreatedAtMs: 0,
    rows: 9,
    insertedAtMs: EXAMPLE_NOW_MS - 1_500,
  });
  await recordCatalogue(
    store,
    (
      [
        ['emotesv2_a', 'forsenE', 'SUB_T1', '22484632'],
        ['emotesv2_b', 'forsenNever', 'SUB_T2', '22484632'],
        ['77', 'xqcWow', 'SUB_T3', '71092938'],
      ] as const
    ).map(([id, name, emoteClass, owner]) => ({
      provider: 'TWITCH',
      emoteId: id as EmoteId,
      name,
      emoteClass,
      rule: 'SUBSCRIPTION_T1',
      ownerId: owner as ChannelId,
      setId: '300',
      isAnimated: false,
      isZeroWidth: false,
    })),
    Date.parse('2026-11-20T00:00:00Z'),
  );
  const stream = {
    channelId: '22484632' as ChannelId,
    streamId: '900',
    startedAtMs: Date.parse('2026-11-23T17:00:00Z'),
    title: 'forsen plays',
    language: 'en',
    viewers: 9_000,
  };
  await recordStreamStates(store, [
    { ...stream, sinceMs: Date.parse('2026-11-23T17:00:00Z'), gameId: '7', gameName: 'Chess' },
    { ...stream, sinceMs: Date.parse('2026-11-23T18:04:00Z'), gameId: '8', gameName: 'Go', viewers: 12_000 },
    {
      ...stream,
      streamId: '899',
      startedAtMs: Date.parse('2026-11-20T10:00:00Z'),
      sinceMs: Date.parse('2026-11-20T10:00:00Z'),
      gameId: null,
      gameName: '',
    },
  ]);
  await recordChatters(store, [
    {
      userId: '2',
      login: 'tidepool',
      displayName: 'TidePool',
      namedAtMs: EXAMPLE_NOW_MS - 9_000,
      firstSeenMs: EXAMPLE_NOW_MS - 9_000,
      lastSeenMs: EXAMPLE_NOW_MS - 9_000,
    },
  ]);
}
