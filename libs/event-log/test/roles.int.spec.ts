import { createTemporaryDirectory, startTestNats, type TestNats } from '@emotide/testkit';
import { connect, type NatsConnection } from 'nats';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Role } from '../src';

const cleanup: (() => unknown)[] = [];
let nats: TestNats;
beforeEach(async () => {
  const temporary = createTemporaryDirectory();
  cleanup.push(() => temporary.remove());
  nats = await startTestNats(temporary.path);
  cleanup.push(() => nats.stop());
});
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

async function as(role: Role): Promise<NatsConnection> {
  const client = await connect({
    servers: nats.server.url,
    user: role,
    pass: `${role}-password`,
    inboxPrefix: `_INBOX_${role}`,
  });
  cleanup.push(() => client.close());
  return client;
}

/** Whether the server answers at all: what a role may not ask, it never hears of. */
async function mayAsk(client: NatsConnection, subject: string, body: unknown = ''): Promise<boolean> {
  try {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    await client.request(subject, new TextEncoder().encode(text), { timeout: 300 });
    return true;
  } catch {
    return false;
  }
}

describe('permissions', () => {
  it.each([
    ['collector', 'collectors', 'sinks'],
    ['sink', 'sinks', 'collectors'],
  ] as const)(
    'let a %s write the table of the %s and no other, and read no other bucket that way',
    async (role, own, other) => {
      const client = await as(role);
      expect(await mayAsk(client, `$KV.leases.${own}`, '{}')).toBe(true);
      expect(await mayAsk(client, `$KV.leases.${other}`, '{}')).toBe(false);
      const lastOf = { last_by_subj: `$KV.leases.${own}` };
      expect(await mayAsk(client, '$JS.API.STREAM.MSG.GET.KV_leases', lastOf)).toBe(true);
      for (const api of [
        'STREAM.DELETE',
        'STREAM.PURGE',
        'STREAM.UPDATE',
        'STREAM.MSG.DELETE',
        'CONSUMER.CREATE',
      ])
        expect(await mayAsk(client, `$JS.API.${api}.KV_leases`, '{}'), api).toBe(false);
    },
  );

  it('let the api neither read nor write them', async () => {
    const client = await as('api');
    expect(await mayAsk(client, '$KV.leases.sinks', '{}')).toBe(false);
    expect(await mayAsk(client, '$JS.API.STREAM.MSG.GET.KV_leases', { seq: 1 })).toBe(false);
  });

  it('let a collector neither read intents nor the log', async () => {
    const client = await as('collector');
    expect(await mayAsk(client, '$KV.sink-intents.p00', '{}')).toBe(false);
    expect(await mayAsk(client, '$JS.API.STREAM.MSG.GET.KV_sink-intents', { seq: 1 })).toBe(false);
    expect(await mayAsk(client, '$JS.API.STREAM.INFO.EMOTES')).toBe(false);
    expect(await mayAsk(client, '$JS.API.CONSUMER.CREATE.EMOTES', '{}')).toBe(false);
  });

  it('let a collector write its report, and read nobody’s', async () => {
    const client = await as('collector');
    expect(await mayAsk(client, '$KV.collectors.collector-1', '{}')).toBe(true);
    expect(await mayAsk(client, '$JS.API.STREAM.MSG.GET.KV_collectors', { seq: 1 })).toBe(false);
    expect(await mayAsk(client, '$KV.jobs.global-emotes', '{}')).toBe(false);
  });

  it('let the api follow what collectors report and ask how much is in quarantine, and change neither', async () => {
    const client = await as('api');
    expect(await mayAsk(client, '$JS.API.STREAM.INFO.KV_collectors')).toBe(true);
    expect(await mayAsk(client, '$JS.API.STREAM.MSG.GET.KV_collectors', { seq: 1 })).toBe(true);
    expect(await mayAsk(client, '$KV.collectors.collector-1', '{}')).toBe(false);
    expect(await mayAsk(client, '$JS.API.STREAM.INFO.QUARANTINE')).toBe(true);
    expect(await mayAsk(client, '$JS.API.STREAM.MSG.GET.QUARANTINE', { seq: 1 })).toBe(false);
    expect(await mayAsk(client, '$JS.API.STREAM.PURGE.QUARANTINE')).toBe(false);
    expect(await mayAsk(client, 'quarantine.v1.p00', '?')).toBe(false);
  });
});

describe('permissions of read marks', () => {
  it('let collectors tell and the api hear, and nobody else either', async () => {
    const [heard, overheard, refused] = [[] as string[], [] as string[], [] as string[]];
    const hear = async (role: Role, into: string[]): Promise<void> => {
      const client = await as(role);
      client.subscribe('read-marks.v1', {
        callback: (error, message) =>
          void (error === null ? into.push(message.string()) : refused.push(role)),
      });
      await client.flush();
    };
    await hear('api', heard);
    for (const role of ['collector', 'sink', 'scout'] as const) await hear(role, overheard);
    for (const role of ['collector', 'sink', 'scout', 'api'] as const) {
      const client = await as(role);
      client.publish('read-marks.v1', role);
      await client.flush();
    }
    await vi.waitFor(() => expect(refused.sort()).toEqual(['collector', 'scout', 'sink']));
    expect(heard).toEqual(['collector']);
    expect(overheard).toEqual([]);
  });
});
