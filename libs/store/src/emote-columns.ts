import { EMOTE_CLASSES, type EmoteClass, type Provider } from '@emotide/domain';
import { z } from 'zod';

/** Names of `provider` in the tables. */
export const PROVIDER_COLUMN = {
  TWITCH: 'twitch',
  BTTV: 'bttv',
  FFZ: 'ffz',
  SEVENTV: '7tv',
} as const satisfies Record<Provider, string>;

const PROVIDER_OF_COLUMN: Readonly<Record<(typeof PROVIDER_COLUMN)[Provider], Provider>> = {
  twitch: 'TWITCH',
  bttv: 'BTTV',
  ffz: 'FFZ',
  '7tv': 'SEVENTV',
};

/** An emote's identity: names change and collide, the provider's id does not. */
export interface EmoteKey {
  readonly provider: Provider;
  readonly emoteId: string;
}

export const provider = z
  .enum(Object.values(PROVIDER_COLUMN))
  .transform((column) => PROVIDER_OF_COLUMN[column]);

export const emoteClass = z.enum(Object.keys(EMOTE_CLASSES) as [EmoteClass, ...EmoteClass[]]);

/**
 * One name and one class per emote, out of rows with `emote_name`, `class` and `used`: the name most used, and the
 * class most used among those that say something.
 */
export const NAME_AND_CLASS = `
  argMax(emote_name, (used, emote_name)) AS name,
  argMax(class, (class NOT IN ('UNKNOWN', 'CHANNEL_UNKNOWN'), used, class)) AS stamped_class`;

const CLASS_ENUM = Object.entries(EMOTE_CLASSES)
  .map(([name, number]) => `'${name}' = ${number}`)
  .join(', ');

/**
 * The class as the catalogue knows it now, or, where it says nothing, as it was stamped on the uses: answers about the
 * past follow what is learnt. Out of rows with `provider`, `emote_id` and `stamped_class`.
 */
export const CLASS_NOW = `CAST(
  if(
    (dictGetOrDefault('emote_classes', 'class', (toString(provider), emote_id), toUInt8(0)) AS catalogue_class)
      IN (${EMOTE_CLASSES.UNKNOWN}, ${EMOTE_CLASSES.CHANNEL_UNKNOWN}),
    toUInt8(stamped_class), catalogue_class
  ) AS Enum8(${CLASS_ENUM}))`;
