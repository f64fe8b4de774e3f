import {
  CHANNEL_PLAN_KEY,
  encodeChannelPlan,
  type ChannelLogin,
  type ChannelPlan,
  type PlannedChannel,
} from '@emotide/domain';
import type { HelixClient } from '@emotide/emote-providers';
import type { LiveStream } from '@emotide/emotes';
import type { Job } from '../job';
import type { KnownChannels } from '../known-channels';
import { PLAN_RULES, createPlanState, looksAtMost, nextPlan } from '../next-plan';
import type { ScoutMetrics } from '../scout-metrics';

export interface DiscoverChannelsOptions {
  readonly helix: HelixClient;
  readonly known: KnownChannels;
  /** The plan as the bucket has it; undefined where there is none. */
  readonly plan: ChannelPlan | undefined;
  /** How many are wanted. */
  readonly channels: number;
  /** Empty: any. */
  readonly gameIds: readonly string[];
  readonly languages: readonly string[];
  readonly always: readonly ChannelLogin[];
  readonly everyMs: number;
  /** Brings a value into the bucket `channel-plan`. */
  readonly write: (key: string, toBytes: () => Uint8Array) => void;
  /** Told when there are channels in the plan that were not. */
  readonly onCame: () => void;
  /** Epoch ms. */
  readonly nowMs: () => number;
  readonly metrics: Pick<ScoutMetrics, 'planChanges'>;
}

/** So often the plan is written though the same channels are in it, so that their viewers are not of yesterday. */
const REWRITE_AFTER_MS = 600_000;

/** Finds the live channels with the most viewers and makes the plan of which are read. */
export function createDiscoverChannels(options: DiscoverChannelsOptions): Job {
  const { helix, known, channels, always, everyMs, write, onCame, nowMs, metrics } = options;
  const rules = { ...PLAN_RULES, channels };
  let state = createPlanState(options.plan ?? { version: 0, channels: [] });
  let writtenAtMs = -Infinity;
  const tellKnown = (): void =>
    known.replace(
      'plan',
      state.plan.channels.map(({ id }) => id),
    );
  tellKnown();

  const rankStreams = async (): Promise<readonly PlannedChannel[]> => {
    const found: LiveStream[] = [];
    for (const filter of filtersOf(options))
      found.push(...(await helix.streams({ first: looksAtMost(channels), ...filter })));
    const byId = new Map(found.map((stream) => [stream.channelId, stream]));
    return [...byId.values()].sort((a, b) => b.viewers - a.viewers).map(toPlanned);
  };
  const findAlways = async (): Promise<readonly PlannedChannel[]> => {
    if (always.length === 0) return [];
    const users = await helix.users({ logins: always });
    const live = await helix.streamsOf(users.map(({ id }) => id));
    const viewers = new Map(live.map((stream) => [stream.channelId, stream.viewers]));
    return users.map(({ id, login }) => ({ id, login, viewers: viewers.get(id) ?? 0 }));
  };

  return {
    name: 'discover-channels',
    everyMs,
    async run() {
      const [ranked, listed] = [await rankStreams(), await findAlways()];
      const seen = new Set(ranked.map(({ id }) => id));
      const unseen = state.plan.channels.map(({ id }) => id).filter((id) => !seen.has(id));
      const alsoLive = new Set((await helix.streamsOf(unseen)).map(({ channelId }) => channelId));
      const before = state.plan;
      state = nextPlan(state, { ranked, alsoLive, always: listed }, rules);
      const { plan } = state;
      if (plan.version !== before.version || nowMs() - writtenAtMs >= REWRITE_AFTER_MS) {
        writtenAtMs = nowMs();
        write(CHANNEL_PLAN_KEY, () => encodeChannelPlan(state.plan));
      }
      const [came, went] = [countNew(before, plan), countNew(plan, before)];
      metrics.planChanges.inc({ change: 'came' }, came);
      metrics.planChanges.inc({ change: 'went' }, went);
      tellKnown();
      if (came > 0) onCame();
      const lacking = always.length - listed.length;
      return {
        summary: `${plan.channels.length} channels planned: ${came} came, ${went} went`,
        figures: { planned: plan.channels.length, came, went, version: plan.version },
        ...(lacking > 0 && {
          trouble: `Twitch does not know ${lacking} of the channels that are always read`,
        }),
      };
    },
  };
}

const toPlanned = ({ channelId, login, viewers }: LiveStream): PlannedChannel => ({
  id: channelId,
  login,
  viewers,
});

/** Each pair of game and language is asked for apart. */
function filtersOf({ gameIds, languages }: Pick<DiscoverChannelsOptions, 'gameIds' | 'languages'>): readonly {
  gameId?: string;
  language?: string;
}[] {
  const games = gameIds.length === 0 ? [{}] : gameIds.map((gameId) => ({ gameId }));
  const spoken = languages.length === 0 ? [{}] : languages.map((language) => ({ language }));
  return games.flatMap((game) => spoken.map((language) => ({ ...game, ...language })));
}

/** How many of `now` are not in `before`. */
function countNew(before: ChannelPlan, now: ChannelPlan): number {
  const ids = new Set(before.channels.map(({ id }) => id));
  return now.channels.filter(({ id }) => !ids.has(id)).length;
}
