import type { Migration } from '../src/migration';
import { createLanding } from './0001-create-landing.sql';
import { createEvents } from './0002-create-events.sql';
import { createActivity } from './0003-create-activity.sql';
import { createEmoteMinute } from './0004-create-emote-minute.sql';
import { createActivityMinute } from './0005-create-activity-minute.sql';
import { createChannels } from './0006-create-channels.sql';
import { createChannelCoverage } from './0007-create-channel-coverage.sql';
import { createSinkRuns } from './0008-create-sink-runs.sql';
import { createLosses } from './0009-create-losses.sql';
import { addCoverageDay } from './0010-add-coverage-day.sql';
import { createCatalogue } from './0011-create-catalogue.sql';
import { createStreamSessions } from './0012-create-stream-sessions.sql';
import { createModeration } from './0015-create-moderation.sql';
import { addRepairSessions } from './0016-add-repair-sessions.sql';
import { addCoverageCut } from './0017-add-coverage-cut.sql';
import { createEmoteMinuteGlobal } from './0018-create-emote-minute-global.sql';
import { createEmoteHour } from './0019-create-emote-hour.sql';
import { createEmoteHourGlobal } from './0020-create-emote-hour-global.sql';
import { createActivityHour } from './0021-create-activity-hour.sql';
import { createChatterDay } from './0022-create-chatter-day.sql';
import { createBiUses } from './0030-create-bi-uses.sql';
import { createBiKnowledge } from './0031-create-bi-knowledge.sql';
import { createBiCoverage } from './0032-create-bi-coverage.sql';
import { createThemes } from './0033-create-themes.sql';
import { createBiThemes } from './0034-create-bi-themes.sql';
import { createOptOuts } from './0039-create-opt-outs.sql';
import { createPrivacyLog } from './0040-create-privacy-log.sql';
import { createChatters } from './0041-create-chatters.sql';
import { createAuditLog } from './0050-create-audit-log.sql';
import { createReclassified } from './0051-create-reclassified.sql';
import { decideBiEmotes } from './0052-decide-bi-emotes.sql';
import { addCoarseSums } from './0053-add-coarse-sums.sql';

/** Every step of the schema, in order. TypeScript carries the SQL so that tsx, Vitest and bundles need no loader. */
export const MIGRATIONS: readonly Migration[] = [
  createLanding,
  createEvents,
  createActivity,
  createEmoteMinute,
  createActivityMinute,
  createChannels,
  createChannelCoverage,
  createSinkRuns,
  createLosses,
  addCoverageDay,
  createCatalogue,
  createStreamSessions,
  createModeration,
  addRepairSessions,
  addCoverageCut,
  createEmoteMinuteGlobal,
  createEmoteHour,
  createEmoteHourGlobal,
  createActivityHour,
  createChatterDay,
  createBiUses,
  createBiKnowledge,
  createBiCoverage,
  createThemes,
  createBiThemes,
  createOptOuts,
  createPrivacyLog,
  createChatters,
  createAuditLog,
  createReclassified,
  decideBiEmotes,
  addCoarseSums,
];
