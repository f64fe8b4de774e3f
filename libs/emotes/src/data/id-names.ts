import type { EmoteId } from '@emotide/domain';

const PAIR = /([^\s=]+)=(\S+)/g;

/** Reads `id=name` pairs between white space, the form in which facts are shipped. A name may hold `=`. */
export function readIdNames(list: string): readonly { readonly id: EmoteId; readonly name: string }[] {
  return Array.from(list.matchAll(PAIR), ([, id = '', name = '']) => ({ id: id as EmoteId, name }));
}
