import { describe, expect, it } from 'vitest';
import { createRooms, type Reader } from './rooms';
import { createSkipping } from './slow-readers';

function open() {
  const changes: string[] = [];
  const rooms = createRooms((login) => changes.push(login));
  let catchUp: () => void = () => undefined;
  const state = { backlogBytes: 0 };
  const reader: Reader = {
    connection: 1,
    caps: { tags: true, commands: true },
    deliver: () => undefined,
    backlogBytes: () => state.backlogBytes,
    drained: () => new Promise((resolve) => (catchUp = resolve)),
  };
  const isIn = (login: string): boolean => rooms.readers(login).has(reader);
  return { rooms, reader, state, changes, isIn, catchUp: () => catchUp() };
}

describe('rooms', () => {
  it('say nothing to a reader that is held out, and take it back where it was', () => {
    const { rooms, reader, isIn, changes } = open();
    rooms.join('a', reader);
    rooms.join('b', reader);
    rooms.holdOut(reader, 'frozen');
    expect([isIn('a'), isIn('b')]).toEqual([false, false]);
    rooms.join('c', reader);
    rooms.part('a', reader);
    expect(isIn('c')).toBe(false);
    changes.length = 0;
    rooms.letIn(reader, 'frozen');
    expect([isIn('a'), isIn('b'), isIn('c')]).toEqual([false, true, true]);
    expect(changes.sort()).toEqual(['b', 'c']);
  });

  it('take a reader back only when no reason is left', () => {
    const { rooms, reader, isIn } = open();
    rooms.join('a', reader);
    rooms.holdOut(reader, 'frozen');
    rooms.holdOut(reader, 'slow');
    rooms.letIn(reader, 'slow');
    expect(isIn('a')).toBe(false);
    rooms.letIn(reader, 'frozen');
    expect(isIn('a')).toBe(true);
  });

  it('forget a reader that leaves while it is held out', () => {
    const { rooms, reader, isIn } = open();
    rooms.join('a', reader);
    rooms.holdOut(reader, 'slow');
    rooms.leave(reader);
    rooms.letIn(reader, 'slow');
    expect(isIn('a')).toBe(false);
  });
});

describe('skipping', () => {
  it('leaves out a reader that is behind, and nobody waits for it', async () => {
    const { rooms, reader, state, isIn, catchUp } = open();
    const skip = createSkipping(rooms);
    rooms.join('a', reader);
    expect(skip([reader])).toBeUndefined();
    expect(isIn('a')).toBe(true);
    state.backlogBytes = 2 * 1024 * 1024;
    expect(skip([reader])).toBeUndefined();
    expect(isIn('a')).toBe(false);
    catchUp();
    await Promise.resolve();
    expect(isIn('a')).toBe(true);
  });
});
