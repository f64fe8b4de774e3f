import type { ChannelId, ChannelPlan, PlannedChannel } from '@emotide/domain';

/** What was seen when it was looked who is live. */
export interface Look {
  /** Live channels, those with the most viewers first; as many as {@link looksAtMost} or all there are. */
  readonly ranked: readonly PlannedChannel[];
  /** Members that are live, though not among the ranked. */
  readonly alsoLive: ReadonlySet<ChannelId>;
  /** Channels that are in the plan whoever else is. */
  readonly always: readonly PlannedChannel[];
}

export interface PlanRules {
  /** So many channels are wanted. */
  readonly channels: number;
  /** A channel comes in after so many looks in a row among the wanted; at once when it is in their upper half. */
  readonly enterAfterLooks: number;
  /** One goes after so many looks in a row beyond {@link looksAtMost} … */
  readonly leaveAfterLooks: number;
  /** … or so many at which it was offline. */
  readonly offlineAfterLooks: number;
}

export const PLAN_RULES: Omit<PlanRules, 'channels'> = {
  enterAfterLooks: 2,
  leaveAfterLooks: 5,
  offlineAfterLooks: 3,
};

/** A plan, and what is remembered from look to look. */
export interface PlanState {
  readonly plan: ChannelPlan;
  /** In how many looks in a row each member was too low or offline; absent: in the last one it was neither. */
  readonly missed: ReadonlyMap<ChannelId, number>;
  /** In how many looks in a row each other channel was among the wanted. */
  readonly wanted: ReadonlyMap<ChannelId, number>;
}

export function createPlanState(plan: ChannelPlan): PlanState {
  return { plan, missed: new Map(), wanted: new Map() };
}

/** A member may fall to this part behind the wanted ones, and the plan have so many more. */
const SLACK = 0.25;

/** The rank down to which members stay, and the most channels of a plan beside those that are always in it. */
export function looksAtMost(channels: number): number {
  return Math.ceil(channels * (1 + SLACK));
}

/**
 * The plan after a look. Coming in is harder than staying: viewers go up and down all the time, and a channel at the
 * edge would come and go with them, each time with a gap in what is known of it.
 */
export function nextPlan(state: PlanState, look: Look, rules: PlanRules): PlanState {
  const most = looksAtMost(rules.channels);
  const always = new Map(look.always.map((channel) => [channel.id, channel]));
  const ranked = look.ranked.filter(({ id }) => !always.has(id)).slice(0, most);
  const seen = new Map(ranked.map((channel) => [channel.id, channel]));

  const missed = new Map<ChannelId, number>();
  const members = new Map<ChannelId, PlannedChannel>();
  for (const member of state.plan.channels) {
    if (always.has(member.id)) continue;
    const now = seen.get(member.id);
    if (now !== undefined) {
      members.set(member.id, now);
      continue;
    }
    const misses = (state.missed.get(member.id) ?? 0) + 1;
    const isLive = look.alsoLive.has(member.id);
    if (misses >= (isLive ? rules.leaveAfterLooks : rules.offlineAfterLooks)) continue;
    missed.set(member.id, misses);
    members.set(member.id, member);
  }

  // More may be there than are wanted now: fewer are wanted than before, or some are no longer always in.
  while (members.size > most) dropWeakest(members, missed);

  const wanted = new Map<ChannelId, number>();
  const isFirst = members.size === 0;
  for (const [rank, channel] of ranked.slice(0, rules.channels).entries()) {
    if (members.has(channel.id)) continue;
    const looks = (state.wanted.get(channel.id) ?? 0) + 1;
    wanted.set(channel.id, looks);
    const isHigh = rank < rules.channels / 2;
    if (!isFirst && !isHigh && looks < rules.enterAfterLooks) continue;
    if (members.size >= most) dropWeakest(members, missed);
    members.set(channel.id, channel);
    wanted.delete(channel.id);
  }

  const channels = [...always.values(), ...members.values()].sort(
    (a, b) => b.viewers - a.viewers || (a.id < b.id ? -1 : 1),
  );
  const isSame = sameChannels(state.plan.channels, channels);
  return { plan: { version: state.plan.version + (isSame ? 0 : 1), channels }, missed, wanted };
}

/**
 * Makes room: of those that were missed, the one that was most often. There is one wherever this is called: all others
 * are among the ranked, which are not more than a plan may have, and one of which is no member where the plan is full.
 */
function dropWeakest(members: Map<ChannelId, PlannedChannel>, missed: Map<ChannelId, number>): void {
  const [weakest] = [...missed].sort(([, a], [, b]) => b - a)[0]!;
  members.delete(weakest);
  missed.delete(weakest);
}

/** The same channels under the same names, whatever their viewers. */
function sameChannels(before: readonly PlannedChannel[], now: readonly PlannedChannel[]): boolean {
  const logins = new Map(before.map(({ id, login }) => [id, login]));
  return before.length === now.length && now.every(({ id, login }) => logins.get(id) === login);
}
