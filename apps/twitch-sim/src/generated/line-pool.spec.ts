import { describe, expect, it } from 'vitest';
import { toTruthLine } from '../truth-line';
import { createLinePool, VISITORS, type LinePool } from './line-pool';
import type { GeneratedSettings } from './settings';

const settings: GeneratedSettings = { seed: 3, channels: 30, linesPerSecond: 100, mix: 'real' };
const pool = createLinePool(settings);

const linesOf = (of: LinePool): string[] => Array.from({ length: of.templates }, (_, i) => of.lineOf(i));
const lines = linesOf(pool);
const read = lines.map(toTruthLine);
const tag = (line: string, name: string): string | undefined =>
  new RegExp(`[@;]${name}=([^; ]*)`).exec(line)?.[1];

const sending = {
  visitor: 27,
  id: Buffer.from('11111111-1111-4111-8111-111111111111'),
  reference: Buffer.from('22222222-2222-4222-8222-222222222222'),
  sentAt: Buffer.from('1700000000000'),
};
const written = (template: number): string => {
  const target = Buffer.alloc(8_192, '.');
  const end = pool.write(template, sending, target, 100);
  expect(target.toString('latin1', 0, 100)).toBe('.'.repeat(100));
  expect(target.toString('latin1', end - 2, end + 1)).toBe('\r\n.');
  return target.toString('utf8', 100, end - 2);
};

describe('a pool of lines', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(createLinePool(settings).bytes.equals(pool.bytes)).toBe(true);
    const other = createLinePool({ ...settings, seed: 4 });
    const logins = (of: LinePool): string[] => of.world.channels.map(({ roomId }) => roomId);
    expect(other.bytes.equals(pool.bytes)).toBe(false);
    expect(logins(other).filter((id) => logins(pool).includes(id))).toEqual([]);
  });

  it('points each emote range at that emote’s name, and only at whole words', () => {
    const names = new Map<string, Set<string>>();
    for (const { text, emotes } of read) {
      for (const { id, from, to } of emotes) {
        const points = [...(text ?? '')];
        expect([points[from - 1] ?? ' ', points[to + 1] ?? ' ']).toEqual([' ', ' ']);
        names.set(id, (names.get(id) ?? new Set()).add(points.slice(from, to + 1).join('')));
      }
    }
    expect([...names].filter(([, each]) => each.size !== 1)).toEqual([]);
    expect(names.get('25')).toEqual(new Set(['Kappa']));
    expect([...names.keys()].filter((id) => /^emotesv2_[0-9a-f]{32}$/.test(id)).length).toBeGreaterThan(100);
    expect(
      [...names].filter(([id, [name]]) => /_HF$/.test(id) && /_HF$/.test(name ?? '')).length,
    ).toBeGreaterThan(0);
  });

  it('has emotes in a quarter of the messages of real chat, and in every line of dense chat', () => {
    const messages = read.filter((line) => line.isMessage);
    const share = messages.filter(({ emotes }) => emotes.length > 0).length / messages.length;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.3);
    expect(Math.max(...messages.map(({ emotes }) => emotes.length))).toBeGreaterThanOrEqual(20);
    const dense = createLinePool({ ...settings, mix: 'dense' });
    const raids = new Set(dense.firstOf);
    const followsRaid = new Set([...raids].map((raid) => dense.followerOf[raid]));
    const isRaid = (template: number): boolean => raids.has(template) || followsRaid.has(template);
    const bare = linesOf(dense).filter((line, i) => !isRaid(i) && toTruthLine(line).emotes.length === 0);
    expect(bare).toEqual([]);
  });

  it('holds each kind of line that people meet', () => {
    const commands = new Set(
      read.map(({ command, isMessage }) => `${command}${isMessage ? ' message' : ''}`),
    );
    expect(commands).toEqual(
      new Set(['PRIVMSG message', 'USERNOTICE message', 'USERNOTICE', 'CLEARCHAT', 'CLEARMSG']),
    );
    const ids = new Set(lines.map((line) => tag(line, 'msg-id')));
    for (const id of ['raid', 'resub', 'sub', 'announcement', 'sharedchatnotice']) expect(ids).toContain(id);
    for (const name of ['bits=', 'emote-only=1', 'first-msg=1', 'reply-parent-msg-id=', 'source-room-id='])
      expect(lines.some((line) => line.includes(name))).toBe(true);
    expect(read.some((line) => line.isAction)).toBe(true);
    const afterEmoji = read.filter(({ text, emotes }) => emotes.length > 0 && /^\p{Emoji}/u.test(text ?? ''));
    expect(afterEmoji.length).toBeGreaterThan(10);
    expect(lines.filter((line) => / (OMEGALUL|catJAM|monkaS)\b/.test(line)).length).toBeGreaterThan(10);
  });

  it('copies a shared chat’s messages to the partner, each copy naming its origin and original', () => {
    const shared = pool.world.channels.filter((channel) => channel.partner !== null);
    expect(shared.length).toBeGreaterThan(1);
    let copies = 0;
    for (const [template, line] of read.entries()) {
      const origin = shared.find(({ login }) => login === line.channel);
      const follower = pool.followerOf[template] ?? 0;
      if (origin === undefined || tag(lines[template] ?? '', 'source-room-id') !== origin.roomId) continue;
      expect(line.isSharedCopy).toBe(false);
      const copy = toTruthLine(written(follower));
      expect(copy).toMatchObject({
        isSharedCopy: true,
        channel: origin.partner?.login,
        roomId: origin.partner?.roomId,
        text: line.text,
        emotes: line.emotes,
        id: String(sending.id),
      });
      expect(tag(written(follower), 'source-id')).toBe(String(sending.reference));
      copies += 1;
    }
    expect(copies).toBeGreaterThan(20);
    expect(read.filter((line) => line.isSharedCopy).length).toBe(copies);
  });

  it('lets replies and deletions name the line before them', () => {
    const heads = [...pool.followerOf.keys()].filter((head) => (pool.followerOf[head] ?? 0) > 0);
    const follower = (pattern: RegExp): number[] =>
      heads.filter((head) => pattern.test(lines[pool.followerOf[head] ?? 0] ?? ''));
    for (const head of follower(/;reply-parent-msg-id=/)) {
      const reply = written(pool.followerOf[head] ?? 0);
      expect(tag(reply, 'reply-parent-msg-id')).toBe(String(sending.reference));
      expect(tag(reply, 'reply-thread-parent-msg-id')).toBe(String(sending.reference));
      expect(tag(reply, 'reply-parent-user-id')).toBe(tag(lines[head] ?? '', 'user-id'));
      expect(toTruthLine(reply).text?.split(' ')[0]).toBe(`@${tag(lines[head] ?? '', 'display-name') ?? ''}`);
    }
    const deleted = follower(/ CLEARMSG #/);
    expect(deleted.length).toBeGreaterThan(0);
    for (const head of deleted) {
      const deletion = written(pool.followerOf[head] ?? 0);
      expect(tag(deletion, 'target-msg-id')).toBe(String(sending.reference));
      expect(deletion.endsWith(` :${read[head]?.text ?? ''}`)).toBe(true);
    }
  });

  it('writes id, time and visitor into each line, and nothing else', () => {
    let visitors = 0;
    for (let template = 0; template < pool.templates; template++) {
      const line = written(template);
      expect(line.length).toBeLessThan(4_000);
      // Of control characters, only the two around an action.
      expect(line.replaceAll('\u0001', '')).not.toMatch(/[\0-\x1f]/);
      const { isMessage, id, sentAtMs, userId } = toTruthLine(line);
      if (!isMessage) continue;
      expect([id, sentAtMs]).toEqual([String(sending.id), 1_700_000_000_000]);
      const before = read[template]?.userId ?? '';
      expect(userId).toBe(pool.isByVisitor(template) ? `${before.slice(0, -2)}27` : before);
      if (!pool.isByVisitor(template)) continue;
      visitors += 1;
      const login = / :(\w+)!(\w+)@(\w+)\.tmi/.exec(line)?.slice(1) ?? [];
      expect(new Set([...login, tag(line, 'display-name')?.toLowerCase()]).size).toBe(1);
      expect(login[0]).toMatch(/27$/);
    }
    expect(visitors).toBeGreaterThan(pool.templates / 4);
    expect(VISITORS).toBeLessThanOrEqual(32);
  });

  it('gives every author one name and one id', () => {
    const loginOf = new Map<string, Set<string>>();
    for (const line of lines) {
      const login = / :(\w+)!/.exec(line)?.[1];
      const userId = tag(line, 'user-id');
      if (login === undefined || userId === undefined) continue;
      loginOf.set(userId, (loginOf.get(userId) ?? new Set()).add(login));
    }
    expect([...loginOf].filter(([, logins]) => logins.size > 1)).toEqual([]);
    expect(loginOf.size).toBeGreaterThan(1_000);
  });
});
