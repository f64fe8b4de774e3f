import { describe, expect, it } from 'vitest';
import { parseDelivery } from './delivery';

const delivery = { seq: 71, delivery: 7, storedAtNs: '1568505600861000001', pending: 3 };

describe('parseDelivery', () => {
  it.each([
    ['nine tokens, as servers without domains send', '$JS.ACK.EMOTES.c1.1.71.7.1568505600861000001.3'],
    ['eleven tokens, with domain and account', '$JS.ACK.hub.ACC.EMOTES.c1.1.71.7.1568505600861000001.3'],
    ['twelve tokens, with one behind', '$JS.ACK._.ACC.EMOTES.c1.1.71.7.1568505600861000001.3.x9'],
  ])('reads %s', (_, reply) => expect(parseDelivery(reply)).toEqual(delivery));

  it.each([
    '',
    '$JS.ACK',
    '$JS.ACK.EMOTES.c1.1.71.7.1568505600861000001',
    '$JS.ACK.EMOTES.c1.1.71.7.1568505600861000001.3.x',
    '$JS.ACK.EMOTES.c1.1.x.7.1568505600861000001.3',
    '$JS.ACK.EMOTES.c1.1.71.7..3',
    '$JS.ACK.EMOTES.c1.1.-71.7.1568505600861000001.3',
    '_INBOX.a.b.c.1.71.7.1568505600861000001.3',
  ])('knows %j for none', (reply) => expect(parseDelivery(reply)).toBeUndefined());
});
