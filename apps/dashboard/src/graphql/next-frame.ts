const waiting = new Map<object, () => void>();

/**
 * Acts with the browser's next frame. What is given until then is done in that one frame, the latest of each owner alone:
 * answers that come together are drawn together, and none is drawn that nobody could have seen.
 */
export function withNextFrame(owner: object, act: () => void): void {
  if (waiting.size === 0) requestAnimationFrame(actAll);
  waiting.set(owner, act);
}

/** Takes back what an owner gave. */
export const withoutNextFrame = (owner: object): boolean => waiting.delete(owner);

function actAll(): void {
  const acts = [...waiting.values()];
  waiting.clear();
  for (const act of acts) act();
}
