import { z } from 'zod';
import { THIRD_PARTIES, type SetKey, type ThirdPartyEmote } from './third-party-emote';

/** What can happen to a set. */
export type SetEdit =
  | { readonly kind: 'set'; readonly emotes: readonly ThirdPartyEmote[] }
  | { readonly kind: 'add'; readonly emote: ThirdPartyEmote }
  | { readonly kind: 'rename'; readonly id: string; readonly name: string }
  | { readonly kind: 'remove'; readonly id: string };

/** An edit of one set; the revision is in force from this edit on, and the first is 1. */
export type EmoteChange = SetKey &
  SetEdit & {
    readonly revision: number;
    /** Epoch milliseconds. */
    readonly atMs: number;
  };

const emote = z.object({
  id: z.string().min(1).max(100),
  name: z.string().min(1).max(100),
  baseName: z.string().optional(),
  isZeroWidth: z.boolean().optional(),
  isModifier: z.boolean().optional(),
  isAnimated: z.boolean().optional(),
});
const common = {
  revision: z.number().int().positive(),
  atMs: z.number().int(),
  provider: z.enum(THIRD_PARTIES),
  channelId: z.string().nullable(),
};
const schema: z.ZodType<EmoteChange> = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('set'), emotes: z.array(emote) }),
  z.object({ ...common, kind: z.literal('add'), emote }),
  z.object({ ...common, kind: z.literal('rename'), id: z.string(), name: z.string().min(1).max(100) }),
  z.object({ ...common, kind: z.literal('remove'), id: z.string() }),
]);

/** A line of the log of changes. Undefined for what is none, as one that a killed process left half written. */
export function parseEmoteChange(line: string): EmoteChange | undefined {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** The changes that a log (`emotes.ndjson` in the simulator's state directory) holds, in their order. */
export function toEmoteChanges(ndjson: string): EmoteChange[] {
  return ndjson.split('\n').flatMap((line) => parseEmoteChange(line) ?? []);
}

/** The set after an edit. */
export function edited(emotes: readonly ThirdPartyEmote[], edit: SetEdit): readonly ThirdPartyEmote[] {
  switch (edit.kind) {
    case 'set':
      return edit.emotes;
    case 'add':
      return [...emotes, edit.emote];
    case 'rename':
      return emotes.map((emote) =>
        emote.id === edit.id ? { ...emote, name: edit.name, baseName: emote.baseName ?? emote.name } : emote,
      );
    case 'remove':
      return emotes.filter(({ id }) => id !== edit.id);
  }
}

/** The words that an edit may give another meaning. */
export function wordsOf(emotes: readonly ThirdPartyEmote[], edit: SetEdit): Set<string> {
  const named = (id: string): string[] => emotes.filter((emote) => emote.id === id).map(({ name }) => name);
  switch (edit.kind) {
    case 'set':
      return new Set([...emotes, ...edit.emotes].map(({ name }) => name));
    case 'add':
      return new Set([edit.emote.name]);
    case 'rename':
      return new Set([...named(edit.id), edit.name]);
    case 'remove':
      return new Set(named(edit.id));
  }
}
