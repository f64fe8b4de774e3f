/**
 * Marks that turn the direction of text, and those without any picture: in a name of chat they only serve to look like
 * another name.
 */
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** A name as it may be shown: what can't be seen becomes a visible mark, so that it is not taken for another name. */
export const toVisible = (name: string): string => name.replace(UNSEEN, '\u25af') || '\u25af';

/** Two letters that stand for an emote whose picture can't be had: of its own part of the name, after a prefix. */
export function toInitials(name: string): string {
  const own = /^[a-z0-9]{2,}(?=[A-Z])/.exec(name);
  const rest = own ? name.slice(own[0].length) : name;
  const [first = '', second = ''] = [...rest].filter((sign) => /[\p{L}\p{N}]/u.test(sign));
  return first === ''
    ? [...toVisible(name)].slice(0, 2).join('')
    : first.toUpperCase() + second.toLowerCase();
}

/** One of `count` tints, always the same for a name. */
export function toTint(name: string, count: number): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 16_777_619);
  return (hash >>> 0) % count;
}
