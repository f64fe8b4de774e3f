import { objectId } from '../emote-sets/global-sets';
import type { ThirdPartyEmote } from '../emote-sets/third-party-emote';

const MAKER = objectId('a maker of emotes');
/** When what has no time of its own was made. */
const MADE_AT_MS = 1_650_000_000_000;
const SCALES = [1, 2, 3, 4] as const;

/** A BTTV emote: the channel's own names its user by id, a shared one whole. */
export function toBttvEmote(emote: ThirdPartyEmote, isShared: boolean): Record<string, unknown> {
  if (emote.raw !== undefined) return { ...emote.raw, code: emote.name };
  const { id, name: code, isAnimated = false } = emote;
  const maker = isShared
    ? { user: { id: MAKER, name: 'tidepainter', displayName: 'TidePainter', providerId: '99000001' } }
    : { userId: MAKER };
  return { id, code, imageType: isAnimated ? 'gif' : 'png', animated: isAnimated, ...maker };
}

/** BTTV's global ones say whether they change the emote beside them. */
export function toBttvGlobal(emote: ThirdPartyEmote): Record<string, unknown> {
  return emote.raw === undefined
    ? { ...toBttvEmote(emote, false), modifier: emote.isModifier ?? false }
    : toBttvEmote(emote, false);
}

/** An FFZ emoticon. Some of its addresses name no protocol, as in FFZ's older answers. */
export function toFfzEmote(emote: ThirdPartyEmote): Record<string, unknown> {
  if (emote.raw !== undefined) return { ...emote.raw, name: emote.name };
  const { id, name, isModifier = false, isAnimated = false } = emote;
  const protocol = Number(id) % 2 === 0 ? 'https:' : '';
  const urls = (kind: string): Record<string, string> =>
    Object.fromEntries(
      [1, 2, 4].map((scale) => [scale, `${protocol}//cdn.frankerfacez.com/emote/${id}${kind}/${scale}`]),
    );
  const time = new Date(MADE_AT_MS).toISOString();
  return {
    id: Number(id),
    name,
    height: 32,
    width: 32,
    public: true,
    hidden: false,
    modifier: isModifier,
    modifier_flags: isModifier ? 12_289 : 0,
    offset: null,
    margins: null,
    css: null,
    owner: { _id: 1, name: 'tidepainter', display_name: 'TidePainter' },
    artist: null,
    urls: isModifier ? {} : urls(''),
    ...(isAnimated && { animated: urls('/animated') }),
    status: 1,
    usage_count: 1,
    created_at: time,
    last_updated: time,
  };
}

/** An emote as a 7TV set has it: `name` is what the channel calls it, `data` is the emote itself. */
export function toSevenTvEmote(emote: ThirdPartyEmote): Record<string, unknown> {
  if (emote.raw !== undefined) return { ...emote.raw, name: emote.name };
  const { id, name, baseName = name, isZeroWidth = false, isAnimated = false } = emote;
  const files = SCALES.flatMap((scale) =>
    ['avif', 'webp'].map((format) => ({
      name: `${scale}x.${format}`,
      static_name: `${scale}x_static.${format}`,
      width: 32 * scale,
      height: 32 * scale,
      frame_count: isAnimated ? 20 : 1,
      size: 1_000 * scale,
      format: format.toUpperCase(),
    })),
  );
  const owner = {
    id: MAKER,
    username: 'tidepainter',
    display_name: 'TidePainter',
    avatar_url: '',
    style: {},
    roles: [],
  };
  return {
    id,
    name,
    flags: isZeroWidth ? 1 : 0,
    timestamp: MADE_AT_MS,
    actor_id: MAKER,
    data: {
      id,
      name: baseName,
      flags: isZeroWidth ? 256 : 0,
      lifecycle: 3,
      state: ['LISTED', 'PERSONAL'],
      listed: true,
      animated: isAnimated,
      owner,
      host: { url: `//cdn.7tv.app/emote/${id}`, files },
    },
  };
}
