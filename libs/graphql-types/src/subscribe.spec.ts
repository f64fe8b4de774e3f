import { describe, expect, it } from 'vitest';
import { LiveTopEmotesDocument } from './operations.generated';
import { OperationFailed, subscribe, type SubscribeClient } from './subscribe';

type Sink = Parameters<SubscribeClient['subscribe']>[1];

/** A client whose answers the test gives. */
function createClient() {
  let sink: Sink | undefined;
  const client = {
    asked: undefined as unknown,
    stopped: 0,
    subscribe(payload: unknown, given: Sink) {
      client.asked = payload;
      sink = given;
      return () => (client.stopped += 1);
    },
    sink: () => sink!,
  };
  return client;
}
const state = (asOf: string) => ({ data: { topEmotes: { asOf } } });
/** So that what waits for an answer goes on first. */
const later = (work: () => void) => setTimeout(work, 0);

describe('subscribe', () => {
  it('asks once, gives each state, and stops when the reader leaves', async () => {
    const client = createClient();
    const seen: unknown[] = [];
    later(() => client.sink().next(state('1')));
    for await (const { topEmotes } of subscribe(client, LiveTopEmotesDocument, { first: 3 })) {
      seen.push(topEmotes.asOf);
      if (seen.length === 2) break;
      later(() => client.sink().next(state('2')));
    }
    expect(seen).toEqual(['1', '2']);
    expect(client.stopped).toBe(1);
    expect(client.asked).toMatchObject({
      query: expect.stringContaining('subscription LiveTopEmotes'),
      variables: { first: 3 },
    });
  });

  it('leaves out what a slow reader has no use for', async () => {
    const client = createClient();
    const states = subscribe(client, LiveTopEmotesDocument, {});
    const first = states.next();
    for (const asOf of ['1', '2', '3']) client.sink().next(state(asOf));
    expect((await first).value).toMatchObject({ topEmotes: { asOf: '3' } });
    client.sink().complete();
    expect(await states.next()).toEqual({ done: true, value: undefined });
  });

  it('throws what the server says, and what the client gives up with', async () => {
    const refused = createClient();
    later(() => refused.sink().error([{ message: 'too many' }, { message: 'really' }]));
    await expect(subscribe(refused, LiveTopEmotesDocument, {}).next()).rejects.toThrow(
      new OperationFailed([{ message: 'too many' }, { message: 'really' }]),
    );
    expect(refused.stopped).toBe(1);
    const lost = createClient();
    later(() => lost.sink().error(new Error('socket closed')));
    await expect(subscribe(lost, LiveTopEmotesDocument, {}).next()).rejects.toThrow('socket closed');
    const wrong = createClient();
    later(() => wrong.sink().next({ errors: [{ message: 'no channel of this name' }] }));
    await expect(subscribe(wrong, LiveTopEmotesDocument, {}).next()).rejects.toThrow(OperationFailed);
  });
});
