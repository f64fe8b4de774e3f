import type { EmoteBook } from '../emote-sets/emote-book';
import type { SetEdit } from '../emote-sets/emote-change';
import { objectId } from '../emote-sets/global-sets';
import {
  emoteNamed,
  THIRD_PARTIES,
  type SetKey,
  type SetOf,
  type ThirdPartyEmote,
} from '../emote-sets/third-party-emote';
import { Refusal } from '../refusal';
import type { Directory } from './directory';
import { SOCKET_SERVICES, type SocketServiceName } from './service';
import type { Services } from './services';

/** A verb of the control API. @throws Refusal where it cannot be done. */
export type ControlVerb = (params: URLSearchParams) => unknown;

/**
 * What the control API does to the services, by method and verb:
 * `GET services` (requests, Helix's bucket and how often it was overdrawn, sockets, failures), `GET emotes?channel=`,
 * `POST emotes?provider=&channel=&do=add|rename|remove&name=&id=&to=`, `POST stream?channel=&live=&title=&game=&viewers=`,
 * `POST fail?service=&kind=…`, `POST sockets?service=&do=reconnect|drop|silence`, `POST expire-tokens`.
 *
 * @param isThirdParty whether third parties are served at all.
 */
export function createServiceControl(options: {
  services: Services;
  directory: Directory;
  book: EmoteBook;
  emotesOf: SetOf;
  isThirdParty: boolean;
  /** What can be done to a service's sockets. @returns to how many it was done. */
  sockets: { drop(name: SocketServiceName): number; silence(name: SocketServiceName): number };
}): ReadonlyMap<string, ControlVerb> {
  const { services, directory, book, emotesOf, isThirdParty, sockets } = options;
  const { desk, hubs, failures, streams, tokens, helix } = services;

  /** Null for `global`. */
  const channelIdOf = (params: URLSearchParams): string | null => {
    const typed = params.get('channel') ?? '';
    if (typed === 'global') return null;
    const channel = directory.byLogin(typed.toLowerCase()) ?? directory.byId(typed);
    if (channel !== undefined) return channel.id;
    // Given answers may be of a channel that has no chat here.
    if (
      THIRD_PARTIES.some(
        (provider) => /^\d+$/.test(typed) && emotesOf({ provider, channelId: typed }) !== null,
      )
    )
      return typed;
    throw new Refusal('channel must be a login or id that GET /control/channels lists, or global', 404);
  };

  const editOf = (key: SetKey, params: URLSearchParams): SetEdit => {
    const emotes = emotesOf(key) ?? [];
    const [name, id] = [params.get('name'), params.get('id')];
    const theOne = (): ThirdPartyEmote => {
      const emote = id === null ? emoteNamed(emotes, name ?? '') : emotes.find((each) => each.id === id);
      if (emote === undefined)
        throw new Refusal('no such emote: give its id or name; GET /control/emotes lists them', 404);
      return emote;
    };
    switch (params.get('do')) {
      case 'add':
        if (name === null) throw new Refusal('name is missing', 400);
        if (id !== null && !/^[\w-]{1,50}$/.test(id))
          throw new Refusal('id must be 1 to 50 letters and digits', 400);
        return {
          kind: 'add',
          emote: {
            id: id ?? inventId(key, book.revision),
            name,
            ...(params.get('zeroWidth') === 'true' && { isZeroWidth: true }),
          },
        };
      case 'rename':
        return { kind: 'rename', id: theOne().id, name: params.get('to') ?? '' };
      case 'remove':
        return { kind: 'remove', id: theOne().id };
      default:
        throw new Refusal('do must be add, rename or remove', 400);
    }
  };

  return new Map<string, ControlVerb>([
    [
      'GET services',
      () => ({
        requests: desk.counts(),
        helix: { violations: helix.violations(), buckets: helix.buckets() },
        sockets: Object.fromEntries(SOCKET_SERVICES.map((name) => [name, hubs[name].state()])),
        failures: failures.all(),
      }),
    ],
    [
      'GET emotes',
      (params) => {
        const channelId = channelIdOf(params);
        const sets = THIRD_PARTIES.map((provider) => [
          provider,
          emotesOf({ provider, channelId })?.map(({ id, name }) => ({ id, name })) ?? null,
        ]);
        return { revision: book.revision, ...Object.fromEntries(sets) };
      },
    ],
    [
      'POST emotes',
      (params) => {
        if (!isThirdParty)
          throw new Refusal(
            'third parties are left out: start the simulator with EMOTIDE_SIM_THIRD_PARTY=true',
          );
        const provider = THIRD_PARTIES.find((each) => each === params.get('provider'));
        if (provider === undefined) throw new Refusal(`provider must be ${THIRD_PARTIES.join(', ')}`, 400);
        const key = { provider, channelId: channelIdOf(params) };
        return book.edit(key, editOf(key, params));
      },
    ],
    [
      'POST stream',
      (params) => {
        const channelId = channelIdOf(params);
        if (channelId === null) throw new Refusal('channel must be one channel', 400);
        const live = params.get('live');
        if (live !== null && live !== 'true' && live !== 'false')
          throw new Refusal('live must be true or false', 400);
        const title = params.get('title');
        if (title !== null && title.length > 140)
          throw new Refusal('title must be at most 140 characters', 400);
        const viewers = params.get('viewers');
        if (viewers !== null && !/^\d{1,8}$/.test(viewers))
          throw new Refusal('viewers must be a whole number', 400);
        streams.change(channelId, {
          isLive: live === null ? undefined : live === 'true',
          title: title ?? undefined,
          game: params.get('game') ?? undefined,
          viewers: viewers === null ? undefined : Number(viewers),
        });
        const stream = streams.ofChannel(channelId);
        return stream === undefined
          ? { live: false }
          : { live: true, title: stream.title, game: stream.game.name, viewers: stream.viewers };
      },
    ],
    [
      'POST fail',
      (params) => {
        failures.order(params);
        return { failures: failures.all() };
      },
    ],
    [
      'POST sockets',
      (params) => {
        const service = SOCKET_SERVICES.find((name) => name === params.get('service'));
        if (service === undefined) throw new Refusal(`service must be ${SOCKET_SERVICES.join(' or ')}`, 400);
        switch (params.get('do') ?? 'reconnect') {
          case 'reconnect':
            return { reconnected: hubs[service].reconnectAll() };
          case 'drop':
            return { dropped: sockets.drop(service) };
          case 'silence':
            return { silenced: sockets.silence(service) };
          default:
            throw new Refusal('do must be reconnect, drop or silence', 400);
        }
      },
    ],
    ['POST expire-tokens', () => ({ expired: tokens.expireAll() })],
  ]);
}

function inventId({ provider, channelId }: SetKey, revision: number): string {
  return provider === 'ffz'
    ? String(900_000_000 + revision)
    : objectId(`${provider} ${channelId ?? ''} ${revision}`);
}
