import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './is-public-address';
import { toDayUrl } from './rustlog';

describe('isPublicAddress', () => {
  it('lets none of this machine, its networks, or in disguise', () => {
    for (const address of [
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '0.0.0.0',
      '100.64.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      'fe80::1',
      'fc00::1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      '2001:db8::1',
      'localhost',
      '',
    ])
      expect(isPublicAddress(address), address).toBe(false);
    for (const address of ['8.8.8.8', '172.32.0.1', '2606:4700::1111'])
      expect(isPublicAddress(address), address).toBe(true);
  });
});

describe('toDayUrl', () => {
  it('asks for raw lines of a day, by login or id', () => {
    const dayMs = Date.UTC(2019, 8, 5);
    const base = new URL('https://logs.example.org/');
    expect(toDayUrl(base, { channel: 'xqcow', dayMs }).href).toBe(
      'https://logs.example.org/channel/xqcow/2019/9/5?raw',
    );
    expect(toDayUrl(base, { channel: '71092938', dayMs }).href).toBe(
      'https://logs.example.org/channelid/71092938/2019/9/5?raw',
    );
  });
});
