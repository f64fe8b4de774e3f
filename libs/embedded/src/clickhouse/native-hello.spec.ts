import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_HELLO_BYTES, parseHello, writeException, writeHello } from './native-hello';

const hello = {
  clientName: 'ClickHouse client',
  version: [18, 16],
  revision: 54_412,
  database: 'bi',
  user: 'bi',
  password: 'honey',
} as const;

describe('parseHello', () => {
  it('reads what clickhouse-client 18.16 sends', () => {
    const sent = Buffer.from(
      '0011436c69636b486f75736520636c69656e741210' + '8ca903' + '026269' + '026269' + '05686f6e6579',
      'hex',
    );
    expect(parseHello(sent)).toEqual({ type: 'hello', hello });
    expect(writeHello(hello)).toEqual(sent);
  });

  it('waits for the rest, wherever the packet is cut', () => {
    const whole = writeHello(hello);
    for (let length = 0; length < whole.length; length++)
      expect(parseHello(whole.subarray(0, length))).toEqual({ type: 'incomplete' });
  });

  it.each<[string, Uint8Array]>([
    ['bytes after it', Buffer.concat([writeHello(hello), Buffer.of(1)])],
    ['another packet', Buffer.of(1, 0)],
    ['a TLS hello', Buffer.of(0x16, 3, 1)],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n')],
    ['a text of a length that nobody sends', Buffer.of(0, 0xff, 0xff, 0x7f)],
    ['a length without an end', Buffer.of(0, 0x80, 0x80, 0x80, 0x80)],
    ['a text that is no UTF-8', Buffer.of(0, 1, 0xff, 1, 1)],
    ['a revision of the future', writeHello({ ...hello, revision: 2_000_000 })],
    ['no revision', writeHello({ ...hello, revision: 0 })],
    ['more than any Hello has', Buffer.alloc(MAX_HELLO_BYTES + 1)],
  ])('refuses %s', (_what, bytes) => {
    expect(parseHello(bytes)).toEqual({ type: 'refused' });
  });

  it('never throws, and what it takes is what it would write', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const outcome = parseHello(Buffer.concat([Buffer.of(0), bytes]));
        if (outcome.type === 'hello') expect(parseHello(writeHello(outcome.hello))).toEqual(outcome);
      }),
    );
  });
});

describe('writeException', () => {
  it('is a packet of type 2 with the code, the name, the message and no stack', () => {
    expect(writeException(516, 'no').toString('hex')).toBe(
      '02' +
        '04020000' +
        '0d44423a3a457863657074696f6e' +
        '1144423a3a457863657074696f6e3a206e6f' +
        '00' +
        '00',
    );
  });
});
