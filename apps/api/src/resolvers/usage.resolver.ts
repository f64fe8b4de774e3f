import type { QueryResolvers } from '@emotide/graphql-types';
import {
  chatterSeries,
  chatterTotal,
  usageSeries,
  type Comparison,
  type Range,
  type Scope,
} from '@emotide/store';
import { toApiError } from '../api-error';
import type { ApiContext } from '../context';
import { once } from '../once';
import { readCut, type CutArguments } from '../series-cut';
import { parseTimeRange, type TimeArguments } from '../time-range';
import { toCovered } from './covered';
import { isBySituation, parseFilter, type Filter } from './filter';
import { parseScope } from './scope';

/** A day of minutes and an hour to spare; more is no picture any more. */
const MOST_POINTS = 1_500;

export const usage: NonNullable<QueryResolvers<ApiContext>['usage']> = async (
  _parent,
  { channel, emote, filter: asked, ...series },
  context,
) => {
  const filter = parseFilter(asked, context, emote);
  return await readUsage(await parseScope(channel, context), filter, series, context);
};

type SeriesArguments = CutArguments &
  TimeArguments & { readonly fill: boolean; readonly compareTo?: Comparison | null };

/** Usage over time of what a filter leaves. @throws GraphQLError BAD_RANGE, BAD_ARGUMENT. */
export async function readUsage(
  scope: Scope,
  filter: Filter,
  { granularity: asked, timezone, fill, compareTo, ...time }: SeriesArguments,
  { store, nowMs }: ApiContext,
) {
  const range = parseTimeRange(time, nowMs);
  const input = { ...filter, scope, range, limit: MOST_POINTS + 1 };
  const finest = isBySituation(filter) ? 'MINUTE' : 'SECOND';
  const { rows, ...cut } = await readCut(
    { granularity: asked ?? null, timezone: timezone ?? null },
    range,
    finest,
    (by) => usageSeries(store, { ...input, ...by, fill, ...(compareTo && { compareTo }) }),
  );
  expectFewPoints(rows.length, MOST_POINTS);
  const toChatters = (of?: Comparison) =>
    once(async () => {
      const found = await chatterSeries(store, { ...input, ...cut, ...(of && { compareTo: of }) });
      return new Map(found.map((row) => [row.startMs, row.emoteChatters]));
    });
  const [chatters, earlier] = [toChatters(), toChatters(compareTo ?? undefined)];
  const chattersOf = (whole: Range) => () => chatterTotal(store, { ...filter, scope, range: whole });
  const before = compareTo ? toPreviousRange(compareTo, range) : undefined;
  return {
    points: rows.map(({ startMs, messages, messagesWithEmotes, uses, previous }) => ({
      start: startMs,
      messages,
      messagesWithEmotes,
      uses,
      previous: previous
        ? { ...previous, emoteChatters: async () => (await earlier()).get(startMs) ?? 0 }
        : null,
      emoteChatters: async () => (await chatters()).get(startMs) ?? 0,
    })),
    totals: { ...toTotals(rows, filter), emoteChatters: chattersOf(range) },
    previousTotals: before
      ? {
          ...toTotals(
            rows.map(({ previous }) => previous!),
            filter,
          ),
          emoteChatters: chattersOf(before),
        }
      : null,
    previousRange: before ? { from: before.fromMs, to: before.toMs } : null,
    granularity: cut.granularity,
    ...toCovered(scope, range),
  };
}

/** @throws GraphQLError BAD_RANGE */
export function expectFewPoints(found: number, most: number): void {
  if (found <= most) return;
  throw toApiError('BAD_RANGE', `more than ${most} points: ask for less time or a longer granularity`);
}

/** What adds up over time. */
interface Sums {
  readonly messages: number;
  readonly messagesWithEmotes: number | null;
  readonly uses: number;
}

function toTotals(points: readonly Sums[], { provider, classes, theme, emote }: Filter): Sums {
  const isKnown = emote !== undefined || !(provider ?? classes ?? theme);
  let [messages, messagesWithEmotes, uses] = [0, 0, 0];
  for (const point of points) {
    messages += point.messages;
    messagesWithEmotes += point.messagesWithEmotes ?? 0;
    uses += point.uses;
  }
  return { messages, messagesWithEmotes: isKnown ? messagesWithEmotes : null, uses };
}

const DAY_MS = 86_400_000;
function toPreviousRange(comparison: Comparison, { fromMs, toMs }: Range): Range {
  const shiftMs = {
    PREVIOUS_PERIOD: toMs - fromMs,
    SAME_TIME_YESTERDAY: DAY_MS,
    SAME_TIME_LAST_WEEK: 7 * DAY_MS,
  }[comparison];
  return { fromMs: fromMs - shiftMs, toMs: toMs - shiftMs };
}
