import { describe, expect, it } from 'vitest';
import { PLAIN_FORM, createHashedForm } from './chatter-form';
import { chatterForms, createChatterKey, type ChatterPolicy } from './chatter-key';
import type { UserId } from './ids';
import type { OptOut } from './opt-out';
import { OptOutList } from './opt-out-list';
import { formatU64 } from './u64';

const KEY = '000102030405060708090a0b0c0d0e0f';
const OLD_KEY = 'f0e0d0c0b0a090807060504030201000';
const NOW_MS = 1_700_000_000_000;
const user = (id: string) => id as UserId;
const keyOf = (policy: ChatterPolicy, key = KEY) => {
  const toChatter = createChatterKey(policy, key);
  return (id: UserId | null) => toChatter(id, NOW_MS);
};

describe('createChatterKey', () => {
  it('gives the same chatter the same number, and another under another key', () => {
    const hashed = keyOf('hashed');
    expect(hashed(user('27151341'))).toEqual(hashed(user('27151341')));
    expect(hashed(user('27151341'))).not.toEqual(hashed(user('27151342')));
    expect(hashed(user('27151341'))).not.toEqual(keyOf('hashed', KEY.replaceAll('0', 'f'))(user('27151341')));
  });

  it('never changes, since the warehouse has what it gave', () => {
    const hashed = keyOf('hashed');
    expect(['1', '27151341', '1234567890123456'].map((id) => formatU64(hashed(user(id))))).toEqual([
      '8450141481578932043',
      '17544506838268818440',
      '12795396091834873958',
    ]);
  });

  it('keeps ids as they are only when asked to, and nobody when asked not to', () => {
    expect(formatU64(keyOf('full')(user('27151341')))).toBe('27151341');
    expect(formatU64(keyOf('none')(user('27151341')))).toBe('0');
    expect(formatU64(keyOf('hashed')(null))).toBe('0');
  });
});

describe('createChatterKey with opt-outs', () => {
  const person = user('27151341');
  const other = user('27151342');
  const isNobody = (policy: ChatterPolicy, keys: readonly string[], optOut: OptOut, sentAtMs = NOW_MS) => {
    const list = new OptOutList(chatterForms(policy, keys));
    const toChatter = createChatterKey(policy, keys[0] ?? '', list);
    expect(formatU64(toChatter(other, sentAtMs))).not.toBe('0');
    list.note(optOut);
    expect(formatU64(toChatter(other, sentAtMs))).not.toBe('0');
    return formatU64(toChatter(person, sentAtMs)) === '0';
  };
  const inForm = ({ name, toChatter } = createHashedForm(KEY), more: Partial<OptOut> = {}): OptOut => ({
    form: name,
    chatter: toChatter(person),
    outSinceMs: 1,
    backSinceMs: 0,
    forgottenBeforeMs: 0,
    ...more,
  });

  it('makes nobody of who opted out, and of nobody else', () => {
    expect(isNobody('hashed', [KEY], inForm())).toBe(true);
    expect(isNobody('full', [], inForm(PLAIN_FORM))).toBe(true);
  });

  it('makes somebody of who opted back in', () => {
    expect(isNobody('hashed', [KEY], inForm(undefined, { backSinceMs: 2 }))).toBe(false);
  });

  it('forgets what was sent before a moment', () => {
    const forgotten = inForm(undefined, { outSinceMs: 0, forgottenBeforeMs: NOW_MS });
    expect(isNobody('hashed', [KEY], forgotten, NOW_MS - 1)).toBe(true);
    expect(isNobody('hashed', [KEY], forgotten, NOW_MS)).toBe(false);
  });

  it('keeps to what was said under another key, or by id, as long as the key is known', () => {
    const underOldKey = inForm(createHashedForm(OLD_KEY));
    expect(isNobody('hashed', [KEY, OLD_KEY], underOldKey)).toBe(true);
    expect(isNobody('hashed', [KEY], underOldKey)).toBe(false);
    expect(isNobody('full', [KEY], inForm())).toBe(true);
    expect(isNobody('hashed', [KEY], inForm(PLAIN_FORM))).toBe(true);
  });

  it('says how many opt-outs it can not keep to', () => {
    const list = new OptOutList(chatterForms('hashed', [KEY]));
    list.note(inForm());
    list.note(inForm(createHashedForm(OLD_KEY)));
    expect([list.size, list.unusable]).toEqual([2, 1]);
  });

  it('loses nothing by what comes late, or twice', () => {
    const list = new OptOutList(chatterForms('hashed', [KEY]));
    const entries = [
      inForm(undefined, { outSinceMs: 5 }),
      inForm(undefined, { outSinceMs: 3, backSinceMs: 4 }),
    ];
    for (const entry of [...entries, ...entries]) list.note(entry);
    expect(list.size).toBe(1);
    expect(list.isNobodys(person, NOW_MS)).toBe(true);
  });

  it('tells chatters apart whose numbers share a half', () => {
    const list = new OptOutList([PLAIN_FORM]);
    const far = user(String(27_151_341 + 2 ** 32));
    list.note(inForm(PLAIN_FORM));
    expect([person, far].map((id) => list.isNobodys(id, NOW_MS))).toEqual([true, false]);
    list.note({ ...inForm(PLAIN_FORM), chatter: PLAIN_FORM.toChatter(far) });
    expect([person, far].map((id) => list.isNobodys(id, NOW_MS))).toEqual([true, true]);
  });
});

describe('createHashedForm', () => {
  it('is named by its key without telling it, and never changes', () => {
    expect(createHashedForm(KEY).name).toBe(createHashedForm(KEY.toUpperCase()).name);
    expect(createHashedForm(KEY).name).toMatch(/^k[0-9a-f]{8}$/);
    expect(createHashedForm(KEY).name).not.toBe(createHashedForm(OLD_KEY).name);
  });
});
