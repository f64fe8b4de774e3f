import { describe, expect, it } from 'vitest';
import { UsageError } from '@emotide/service-kit';
import { renderNatsConfig, type NatsConfig } from './nats-config';

const render = (overrides: Partial<NatsConfig> = {}) =>
  renderNatsConfig({
    version: [2, 10, 27],
    port: 0,
    storeDirectory: '/data/jetstream',
    portsDirectory: '/data/run',
    users: [{ name: 'app', password: 'secret' }],
    maxStoreBytes: 1_000,
    ...overrides,
  });

describe('renderNatsConfig', () => {
  it('listens on loopback only, on a free port unless one is asked for', () => {
    expect(render()).toContain('listen: "127.0.0.1:-1"');
    expect(render({ port: 4222 })).toContain('listen: "127.0.0.1:4222"');
    expect(render()).toContain('http: "127.0.0.1:-1"');
  });

  it('names options only to versions that know them', () => {
    expect(render({ version: [2, 9, 10] })).not.toMatch(/sync_interval|no_fast_producer_stall/);
    expect(render({ version: [2, 10, 0] })).toMatch(/sync_interval/);
    expect(render({ version: [2, 10, 0] })).not.toMatch(/no_fast_producer_stall/);
    expect(render({ version: [2, 10, 27] })).toMatch(/no_fast_producer_stall: true/);
  });

  it('keeps a password within its quotes', () => {
    const config = render({ users: [{ name: 'a', password: 'x" } ] # \\' }] });
    expect(config).toContain('password: "x\\" } ] # \\\\"');
  });

  it('lets a user without a list of subjects do nothing on that side', () => {
    const permissions = { publish: [], subscribe: ['emotes.>'] };
    const config = render({ users: [{ name: 'a', password: 'b', permissions }] });
    expect(config).toContain('publish: { deny: [">"] }, subscribe: { allow: ["emotes.>"] }');
  });

  it.each([
    ['no user', []],
    ['an empty password', [{ name: 'a', password: '' }]],
    ['an empty name', [{ name: '', password: 'b' }]],
    ['a password that the server would take for a hash', [{ name: 'a', password: '$2a$10$abc' }]],
    ['a control character', [{ name: 'a', password: 'b\nc' }]],
  ])('refuses %s', (_what, users) => {
    expect(() => render({ users })).toThrow(UsageError);
  });
});
