import {
  CHANNEL_PLAN_KEY,
  channelWishKey,
  encodeChannelPlan,
  encodeChannelWish,
  type ChannelId,
  type ChannelLogin,
} from '@emotide/domain';
import type { FollowOptions } from '@emotide/event-log';
import { Registry } from '@emotide/service-kit';
import { quietLog } from '@emotide/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { WantedChannels } from './wanted-channels';

let wanted: WantedChannels;
let onValue: FollowOptions['onValue'];
let changes: (readonly ChannelLogin[])[][];
let registry: Registry;

beforeEach(() => {
  changes = [];
  registry = new Registry();
  wanted = new WantedChannels({
    always: ['forsen', 'xqc'] as ChannelLogin[],
    values: {
      follow: (options) => {
        ({ onValue } = options);
        return { stop: () => Promise.resolve() };
      },
    },
    onChange: (came, went) => changes.push([came, went]),
    log: quietLog,
    registry,
  });
});

const plan = (version: number, ...channels: [id: string, login: string, viewers: number][]): void =>
  onValue({
    key: CHANNEL_PLAN_KEY,
    value: encodeChannelPlan({
      version,
      channels: channels.map(([id, login, viewers]) => ({
        id: id as ChannelId,
        login: login as ChannelLogin,
        viewers,
      })),
    }),
  });

/** Undefined: the wish is taken away. */
const wish = (login: string, isWanted: boolean | undefined): void => {
  const one = { login: login as ChannelLogin, isWanted: isWanted === true, sinceMs: 1 };
  onValue({
    key: channelWishKey(one.login),
    value: isWanted === undefined ? undefined : encodeChannelWish(one),
  });
};

describe('the channels that are wanted', () => {
  it('are also those of which somebody wished it, and none of which somebody wished otherwise', () => {
    wish('sodapoppin', true);
    wish('xqc', false);
    plan(1, ['1', 'forsen', 900], ['2', 'nymn', 50]);
    wish('nymn', false);
    expect([...wanted.logins]).toEqual(['forsen', 'sodapoppin']);
    plan(2, ['1', 'forsen', 900], ['2', 'nymn', 50], ['3', 'sodapoppin', 10]);
    expect(wanted.viewersOf('sodapoppin' as ChannelLogin)).toBe(10);
    for (const login of ['nymn', 'xqc', 'sodapoppin']) wish(login, undefined);
    expect(new Set(wanted.logins)).toEqual(new Set(['forsen', 'xqc', 'nymn', 'sodapoppin']));
    plan(3, ['1', 'forsen', 900]);
    expect([...wanted.logins]).toEqual(['forsen', 'xqc']);
  });

  it('stay as somebody wished while a wish can not be read', () => {
    wish('xqc', false);
    onValue({ key: 'wish.xqc', value: new Uint8Array([1]) });
    expect([...wanted.logins]).toEqual(['forsen']);
  });

  it('are those of the settings without a plan', () => {
    expect([[...wanted.logins], wanted.planVersion]).toEqual([['forsen', 'xqc'], undefined]);
  });

  it('come and go with the plan, and take other names; those of the settings stay', () => {
    plan(1, ['1', 'forsen', 900], ['2', 'nymn', 50]);
    expect([[...wanted.logins], wanted.planVersion]).toEqual([['forsen', 'xqc', 'nymn'], 1]);
    expect([wanted.viewersOf('forsen' as ChannelLogin), wanted.viewersOf('xqc' as ChannelLogin)]).toEqual([
      900,
      undefined,
    ]);
    plan(2, ['2', 'nymn2', 50]);
    onValue({ key: CHANNEL_PLAN_KEY, value: undefined });
    expect(changes).toEqual([
      [['nymn'], []],
      [['nymn2'], ['nymn']],
      [[], ['nymn2']],
    ]);
  });

  it('are not said to have changed when only their viewers have', () => {
    plan(1, ['2', 'nymn', 50]);
    plan(1, ['2', 'nymn', 70]);
    expect([changes.length, wanted.viewersOf('nymn' as ChannelLogin)]).toEqual([1, 70]);
  });

  it('stay as they were when a plan can not be read, which is counted', async () => {
    plan(1, ['2', 'nymn', 50]);
    onValue({ key: CHANNEL_PLAN_KEY, value: Buffer.from('{"v":9}') });
    onValue({ key: 'other', value: Buffer.from('x') });
    expect([...wanted.logins]).toEqual(['forsen', 'xqc', 'nymn']);
    const { values } = await registry.getSingleMetric('emotide_plan_unreadable_total')!.get();
    expect(values[0]?.value).toBe(1);
  });
});
