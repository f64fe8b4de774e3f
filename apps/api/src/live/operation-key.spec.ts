import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { toOperationKey } from './operation-key';

const schema = buildSchema(`
  input Emote { provider: String!, id: String! }
  type Query { n: Int }
  type Subscription { top(channel: String, emote: Emote, first: Int! = 10): Int }
`);
const DOCUMENT = `subscription Top($channel: String, $emote: Emote, $first: Int! = 10) {
  top(channel: $channel, emote: $emote, first: $first)
}
subscription Other { top }`;

const key = (
  variableValues: Record<string, unknown>,
  more: { document?: string; operationName?: string; scope?: string } = {},
) => {
  const { document = DOCUMENT, operationName = 'Top', scope = 'everyone' } = more;
  return toOperationKey({ schema, document: parse(document), operationName, variableValues }, scope);
};

describe('the key of an operation', () => {
  it('is the same for other layout, order of variables, defaults said or not, and variables never asked for', () => {
    const said = key({ channel: 'xqc', emote: { provider: 'TWITCH', id: '25' }, first: 10 });
    expect(said).toBeDefined();
    expect(key({ emote: { id: '25', provider: 'TWITCH' }, channel: 'xqc', nobodyAsks: { deep: [1] } })).toBe(
      said,
    );
    const document = DOCUMENT.replaceAll(/\s+/g, '  ');
    expect(key({ channel: 'xqc', emote: { provider: 'TWITCH', id: '25' } }, { document })).toBe(said);
  });

  it('differs by variables, operation, document and scope', () => {
    const keys = [
      key({}),
      key({ channel: null }),
      key({ channel: 'xqc' }),
      key({ emote: { provider: 'TWITCH', id: '25' } }),
      key({ emote: { provider: '25', id: 'TWITCH' } }),
      key({ first: 11 }),
      key({}, { operationName: 'Other' }),
      key({}, { document: DOCUMENT.replace('top }', 'best: top }') }),
      key({}, { scope: 'someone' }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is none where the variables do not fit or the operation is not there, so that executing says what is wrong', () => {
    expect(key({ first: 'many' })).toBeUndefined();
    expect(key({ emote: { provider: 'TWITCH' } })).toBeUndefined();
    expect(key({}, { operationName: 'Absent' })).toBeUndefined();
  });
});
