import type { Store } from '../src/index';

const EMOTE = 'provider, emote_id, emote_name, class';
/** What each projection says, as questions ask for it. */
const QUESTIONS = {
  'emote_hour_global.by_day': `SELECT toStartOfDay(hour), ${EMOTE}, sum(uses), sum(messages) FROM emote_hour_global GROUP BY ALL`,
  'emote_hour_global.by_month': `SELECT toStartOfMonth(hour), ${EMOTE}, sum(uses), sum(messages) FROM emote_hour_global GROUP BY ALL`,
  'emote_hour.by_day':
    'SELECT toStartOfDay(hour), channel_id, shared_copy, sum(uses) FROM emote_hour GROUP BY ALL',
  'emote_hour.by_month':
    'SELECT toStartOfMonth(hour), channel_id, shared_copy, sum(uses) FROM emote_hour GROUP BY ALL',
} as const;

interface CoarseSums {
  /** By projection: a hash and the number of its rows. */
  readonly [projection: string]: unknown;
}

/** What days and months say: out of projections, but for parts that have none yet, or of hours alone. */
export async function readCoarseSums(store: Store, of: 'projections' | 'hours'): Promise<CoarseSums> {
  const settings =
    of === 'projections'
      ? 'optimize_use_projections = 1, force_optimize_projection = 1'
      : 'optimize_use_projections = 0';
  const entries = Object.entries(QUESTIONS).map(async ([projection, select]) => {
    const rows = await store.select(
      `SELECT count() AS n, groupBitXor(cityHash64(*)) AS hash FROM (${select}) SETTINGS ${settings}`,
    );
    return [projection, rows[0]] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
