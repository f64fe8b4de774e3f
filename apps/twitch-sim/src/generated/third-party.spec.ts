import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEmoteBook } from '../emote-sets/emote-book';
import { emoteNamed, THIRD_PARTIES } from '../emote-sets/third-party-emote';
import { createSetHistory } from '../emote-sets/set-history';
import { createGate } from '../gate';
import { createRooms } from '../rooms';
import { systemClock } from '../system-clock';
import { createTally } from '../tally';
import { toTruthLine, type TruthLine } from '../truth-line';
import { createChatScript } from './chat-script';
import { createGenerator } from './generator';
import { createLinePool } from './line-pool';
import { createRunFold } from './run-fold';
import { RECORD_BYTES, writeRecord, type RunRecord } from './run-record';
import type { GeneratedSettings } from './settings';
import { createWorld } from './world';
import { toWorldSets } from './world-sets';

const settings: GeneratedSettings = {
  seed: 5,
  channels: 8,
  linesPerSecond: 5_000,
  mix: 'real',
  thirdParty: true,
};
const script = createChatScript(settings);
const { channels } = script.pool.world;
const sets = toWorldSets(script.pool.world);
const NOW = 1_700_000_000_000;

describe('an invented world with third parties', () => {
  it('gives channels some sixty emotes with ids and names in their providers’ forms', () => {
    const many = createWorld({ ...settings, channels: 1_000 }).channels;
    const counts = many.map(({ thirdParty }) =>
      THIRD_PARTIES.reduce((sum, provider) => sum + (thirdParty?.[provider]?.length ?? 0), 0),
    );
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    expect(mean).toBeGreaterThan(45);
    expect(mean).toBeLessThan(75);
    const forms = {
      ffz: /^\d{6,9}$/,
      bttv: /^[0-9a-f]{24}$/,
      '7tv': /^([0-9a-f]{24}|01H[0-9A-HJKMNP-TV-Z]{23})$/,
    };
    for (const provider of THIRD_PARTIES) {
      const each = many.map(({ thirdParty }) => thirdParty?.[provider]);
      expect(each.some((set) => set === null)).toBe(true);
      for (const set of each.slice(0, 50)) {
        const names = (set ?? []).map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        expect(new Set((set ?? []).map(({ id }) => id)).size).toBe(names.length);
        expect((set ?? []).filter(({ id }) => !forms[provider].test(id))).toEqual([]);
        expect(names.filter((name) => !/^\w{1,20}$/.test(name))).toEqual([]);
      }
    }
    const ofSevenTv = many.flatMap(({ thirdParty }) => thirdParty?.['7tv'] ?? []);
    expect(many.some(({ thirdParty }) => thirdParty?.['7tv']?.length === 0)).toBe(true);
    expect(ofSevenTv.some(({ isZeroWidth }) => isZeroWidth)).toBe(true);
    expect(ofSevenTv.some(({ name, baseName }) => baseName !== undefined && baseName !== name)).toBe(true);
    // Two providers with one word, so that their order matters.
    const words = (provider: 'ffz' | '7tv') => many[0]?.thirdParty?.[provider]?.map(({ name }) => name) ?? [];
    expect(words('ffz').some((word) => words('7tv').includes(word))).toBe(true);
  });

  it('lets people say words of their channel’s sets, near misses and words that nobody has', () => {
    const lines = Array.from({ length: script.pool.templates }, (_, i) => toTruthLine(script.pool.lineOf(i)));
    const said = new Map(channels.map(({ login }) => [login, new Set<string>()]));
    for (const { channel, text } of lines)
      for (const word of (text ?? '').split(' ')) said.get(channel ?? '')?.add(word);
    for (const { login, roomId } of channels) {
      const own = THIRD_PARTIES.flatMap((provider) => sets({ provider, channelId: roomId }) ?? []);
      const heard = own.filter(({ name }) => said.get(login)?.has(name));
      expect(heard.length).toBeGreaterThan(8);
    }
    expect([...(said.get(channels[0]?.login ?? '') ?? [])].some((word) => /^\w+!$/.test(word))).toBe(true);
    const longest = Math.max(...lines.map(({ text }) => [...(text ?? '')].length));
    expect(longest).toBeLessThanOrEqual(500);
  });

  it('leaves the chat as it is where third parties are left out', () => {
    const without: GeneratedSettings = { seed: 5, channels: 8, linesPerSecond: 2_000, mix: 'real' };
    const pool = createLinePool(without);
    expect(createLinePool({ ...without, thirdParty: false }).bytes.equals(pool.bytes)).toBe(true);
    expect(pool.bytes.equals(script.pool.bytes)).toBe(false);
    expect(pool.world.channels.map(({ login, roomId }) => [login, roomId])).toEqual(
      channels.map(({ login, roomId }) => [login, roomId]),
    );
  });
});

describe('the truth of generated chat with third parties', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('equals what the sets said at the moment of each line, through edits of every kind', async () => {
    const book = createEmoteBook({
      base: sets,
      log: { before: [], append: () => undefined },
      nowMs: Date.now,
    });
    const records: RunRecord[] = [];
    const rooms = createRooms((login) => generator.audienceChanged(login));
    const generator = createGenerator({
      script,
      run: { number: 1, startedAtMs: NOW },
      lines: null,
      log: { append: (added) => records.push(...added) },
      rooms,
      clock: systemClock,
      gate: createGate(),
      emoteRevision: () => book.revision,
      onError: (error) => {
        throw error;
      },
    });
    const expected = createTally();
    rooms.join(
      channels[0]?.login ?? '',
      readerWith((line) => expected.add(asNow(line))),
    );
    rooms.join(
      channels[3]?.login ?? '',
      readerWith((line) => expected.add(asNow(line))),
    );
    const ids = new Map(channels.map(({ login, roomId }) => [login, roomId]));
    // As the sets are now, word by word: what the fold has to find out afterwards.
    const asNow = (line: TruthLine): TruthLine => {
      const roomId = ids.get(line.channel ?? '') ?? '';
      const emotes = [...line.emotes];
      let from = 0;
      for (const word of (line.text ?? '').split(' ')) {
        const to = from + [...word].length - 1;
        const isNative = emotes.some((emote) => emote.from === from && emote.to === to);
        const order = [roomId, null].flatMap((channelId) =>
          THIRD_PARTIES.map((provider) => ({ provider, channelId })),
        );
        const own = isNative
          ? undefined
          : order.find((key) => emoteNamed(book.emotesOf(key) ?? [], word) !== undefined);
        if (own !== undefined)
          emotes.push({ id: `${own.provider}:${emoteNamed(book.emotesOf(own) ?? [], word)?.id}`, from, to });
        from = to + 2;
      }
      return line.isMessage ? { ...line, emotes } : line;
    };

    const channelId = channels[0]?.roomId ?? '';
    const key = { provider: '7tv', channelId } as const;
    const isOthers = (word: string): boolean =>
      [channelId, null].some((of) =>
        (['ffz', 'bttv'] as const).some((provider) =>
          emoteNamed(sets({ provider, channelId: of }) ?? [], word),
        ),
      );
    const loved = sets(key)?.find(({ name }) => !isOthers(name));
    const steps = [
      () => book.edit(key, { kind: 'rename', id: loved?.id ?? '', name: 'KEKW!' }),
      () => book.edit({ provider: 'ffz', channelId }, { kind: 'set', emotes: [{ id: '1', name: 'gg' }] }),
      () => book.edit(key, { kind: 'rename', id: loved?.id ?? '', name: loved?.name ?? '' }),
      () => book.edit(key, { kind: 'remove', id: loved?.id ?? '' }),
      () =>
        book.edit(
          { provider: 'bttv', channelId: null },
          { kind: 'add', emote: { id: '2', name: 'classic' } },
        ),
      () =>
        book.edit({ provider: 'ffz', channelId: null }, { kind: 'add', emote: { id: '3', name: 'never' } }),
    ];
    for (const step of steps) {
      await vi.advanceTimersByTimeAsync(500);
      step();
    }
    await vi.advanceTimersByTimeAsync(500);
    await generator.stop();

    const bytes = Buffer.alloc(records.length * RECORD_BYTES);
    records.forEach((record, i) => writeRecord(record, bytes, i * RECORD_BYTES));
    const header = { settings, number: 1, startedAtMs: NOW, fingerprint: script.fingerprint };
    const history = createSetHistory(sets, book.changes);
    const tell = (cuts: readonly number[]) => {
      const fold = createRunFold({ header, script, history });
      let tally = createTally();
      let from = 0;
      for (const to of [...cuts, records.length]) {
        [...fold.read(bytes.subarray(from * RECORD_BYTES, to * RECORD_BYTES))].map(() => undefined);
        from = to;
        // Telling in between changes nothing of what is told at the end.
        tally = createTally();
        [...fold.addTo(tally)].map(() => undefined);
      }
      return tally.truth().channels;
    };
    const { channels: wanted } = expected.truth();
    expect(Object.keys(wanted).length).toBeGreaterThan(1);
    expect(tell([])).toEqual(wanted);
    expect(tell([100, 137, 200])).toEqual(wanted);
    const keys = Object.keys(wanted[channels[0]?.login ?? '']?.emotes ?? {});
    for (const id of ['ffz:1', 'bttv:2', `7tv:${loved?.id ?? ''}`]) expect(keys).toContain(id);
    expect(keys.some((id) => !id.includes(':'))).toBe(true);
  });

  it('puts late and disordered lines into the minutes that they say', async () => {
    vi.setSystemTime(NOW + 39_000);
    const late = { ...settings, delayMs: 1_500, disorderMs: 900 };
    const records: RunRecord[] = [];
    const rooms = createRooms((login) => generator.audienceChanged(login));
    const generator = createGenerator({
      script: { ...script, settings: late },
      run: { number: 1, startedAtMs: NOW },
      lines: null,
      log: { append: (added) => records.push(...added) },
      rooms,
      clock: systemClock,
      gate: createGate(),
      onError: (error) => {
        throw error;
      },
    });
    const lines: TruthLine[] = [];
    const agesMs: number[] = [];
    for (const { login } of channels)
      rooms.join(
        login,
        readerWith((line) => {
          lines.push(line);
          if (line.sentAtMs !== null) agesMs.push(Date.now() - line.sentAtMs);
        }),
      );
    await vi.advanceTimersByTimeAsync(4_000);
    await generator.stop();
    expect(Math.min(...agesMs)).toBe(1_500);
    expect(Math.max(...agesMs)).toBe(2_400);

    const bytes = Buffer.alloc(records.length * RECORD_BYTES);
    records.forEach((record, i) => writeRecord(record, bytes, i * RECORD_BYTES));
    const header = { settings: late, number: 1, startedAtMs: NOW, fingerprint: script.fingerprint };
    const tell = (window?: { fromMs: number; untilMs: number }) => {
      const fold = createRunFold({ header, script, ...(window && { window }) });
      const tally = createTally();
      for (const steps of [fold.read(bytes), fold.addTo(tally)]) [...steps].map(() => undefined);
      return tally.truth().channels;
    };
    const told = (only: (line: TruthLine) => boolean) => {
      const tally = createTally();
      for (const line of lines) if (only(line)) tally.add(line);
      return tally.truth().channels;
    };
    expect(tell()).toEqual(told(() => true));
    expect(new Set(Object.values(tell()).flatMap(({ minutes }) => Object.keys(minutes))).size).toBe(2);
    const window = { fromMs: NOW + 38_500, untilMs: NOW + 40_700 };
    const isIn = ({ sentAtMs }: TruthLine) =>
      sentAtMs !== null && sentAtMs >= window.fromMs && sentAtMs < window.untilMs;
    expect(tell(window)).toEqual(told(isIn));
  });
});

let connections = 0;
function readerWith(hear: (line: TruthLine) => void) {
  return {
    connection: ++connections,
    caps: { tags: true, commands: true },
    deliver(frame: Buffer) {
      for (const line of frame.toString().split('\r\n').slice(0, -1)) hear(toTruthLine(line));
    },
    backlogBytes: () => 0,
    drained: () => Promise.resolve(),
  };
}
