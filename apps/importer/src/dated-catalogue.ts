import { readFileSync } from 'node:fs';
import type { ChannelId, EmoteId } from '@emotide/domain';
import { createChannelIndex, createGlobalIndex, type EmoteSet } from '@emotide/emotes';
import { UsageError } from '@emotide/service-kit';
import { z } from 'zod';
import type { DatedIndex } from './emotes-at';

const PROVIDERS = { bttv: 'BTTV', ffz: 'FFZ', '7tv': 'SEVENTV' } as const;
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const file = z.object({
  version: z.literal(1),
  sets: z.array(
    z.object({
      provider: z.enum(['bttv', 'ffz', '7tv']),
      /** Twitch's id; absent: the emotes of all channels. */
      channelId: z
        .string()
        .regex(/^[1-9]\d{0,15}$/)
        .nullish(),
      /** From when to when (not included) it was so; absent: ever. */
      from: time.nullish(),
      to: time.nullish(),
      emotes: z.array(
        z.object({
          id: z.string().min(1),
          name: z.string().min(1),
          isZeroWidth: z.boolean().optional(),
          isModifier: z.boolean().optional(),
        }),
      ),
    }),
  ),
});

interface DatedSet {
  readonly set: EmoteSet;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Third parties' emotes with the times in which they were there: `--catalogue FILE`, described in docs/import.md. */
export class DatedCatalogue {
  readonly #globals: DatedSet[] = [];
  readonly #byChannel = new Map<ChannelId, DatedSet[]>();
  readonly #made = new Map<string, DatedIndex>();

  /** @throws UsageError saying where the file is wrong */
  static read(path: string): DatedCatalogue {
    let json: unknown;
    try {
      json = JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
      throw new UsageError(`--catalogue ${path}: ${(error as Error).message}`, { cause: error });
    }
    const parsed = file.safeParse(json);
    if (parsed.success) return new DatedCatalogue(parsed.data);
    const [issue] = parsed.error.issues;
    throw new UsageError(`--catalogue ${path}: ${issue!.path.join('.')}: ${issue!.message}`);
  }

  private constructor({ sets }: z.output<typeof file>) {
    for (const { provider, channelId, from, to, emotes } of sets) {
      const id = (channelId ?? null) as ChannelId | null;
      const dated: DatedSet = {
        set: {
          provider: PROVIDERS[provider],
          channelId: id,
          setId: null,
          emotes: emotes.map((emote) => ({
            id: emote.id as EmoteId,
            name: emote.name,
            isZeroWidth: emote.isZeroWidth ?? false,
            isModifier: emote.isModifier ?? false,
            isAnimated: false,
          })),
        },
        fromMs: from ?? -Infinity,
        toMs: to ?? Infinity,
      };
      if (id === null) this.#globals.push(dated);
      else this.#byChannel.set(id, [...(this.#byChannel.get(id) ?? []), dated]);
    }
  }

  /** What a word could be in a channel at a time, and for how long that was so. */
  indexAt(channelId: ChannelId, sentAtMs: number): DatedIndex {
    const own = this.#byChannel.get(channelId) ?? [];
    const all = [...this.#globals, ...own];
    let [fromMs, toMs] = [-Infinity, Infinity];
    for (const borderMs of all.flatMap((dated) => [dated.fromMs, dated.toMs]))
      if (borderMs <= sentAtMs) fromMs = Math.max(fromMs, borderMs);
      else toMs = Math.min(toMs, borderMs);
    const key = `${own.length === 0 ? '' : channelId} ${fromMs}`;
    let made = this.#made.get(key);
    if (made === undefined) {
      const there = (sets: readonly DatedSet[]): EmoteSet[] =>
        sets.filter((dated) => dated.fromMs <= sentAtMs && sentAtMs < dated.toMs).map(({ set }) => set);
      made = { fromMs, toMs, index: createChannelIndex(createGlobalIndex(there(this.#globals)), there(own)) };
      this.#made.set(key, made);
    }
    return made;
  }
}
