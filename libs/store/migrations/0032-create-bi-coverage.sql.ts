import type { Migration } from '../src/migration';

/** How far the figures may be trusted, and how fresh they are. As 0030: a contract. */
export const createBiCoverage: Migration = {
  name: '0032-create-bi-coverage',
  isForReaders: true,
  statements: [
    `CREATE OR REPLACE VIEW bi.reading_sessions (
      channel_id UInt64 COMMENT 'Twitch id of the channel',
      session UInt64 COMMENT 'One reader of the channel, from joining it to leaving it',
      first_sent_at DateTime64(3, 'UTC') COMMENT 'Start of the first second in which it read a message, UTC',
      last_sent_at DateTime64(3, 'UTC') COMMENT 'Start of the last such second, UTC',
      messages UInt64 COMMENT 'Messages that it read'
    )
    DEFINER = CURRENT_USER SQL SECURITY DEFINER
    AS SELECT
      channel_id, session, min(read.first_sent_at) AS first_sent_at, max(read.last_sent_at) AS last_sent_at,
      sum(read.messages) AS messages
    FROM {database}.channel_coverage AS read
    GROUP BY channel_id, session
    COMMENT 'When which channel was read, one row per reading, for ever'`,
    `CREATE OR REPLACE VIEW bi.coverage_gaps (
      channel_id UInt64 COMMENT 'Twitch id of the channel',
      gap_from DateTime64(3, 'UTC') COMMENT 'First second of which something is or may be missing, UTC',
      gap_to DateTime64(3, 'UTC') COMMENT 'First second after it, UTC',
      reason LowCardinality(String) COMMENT 'NOT_READ: nobody read the channel, so messages may be missing. DROPPED: messages were read and dropped, as the event log was away for too long',
      lost_messages Nullable(UInt64) COMMENT 'Messages known to be missing; null where nobody knows'
    )
    DEFINER = CURRENT_USER SQL SECURITY DEFINER
    AS SELECT channel_id, gap_from, gap_to, reason, lost_messages
    FROM (
      SELECT
        channel_id, gap_from, toDateTime64(addSeconds(first_at, 1), 3, 'UTC') AS gap_to, 'NOT_READ' AS reason,
        CAST(NULL, 'Nullable(UInt64)') AS lost_messages
      FROM (
        SELECT
          channel_id, first_at,
          -- The last second covered so far, by whichever earlier session read longest.
          max(last_at) OVER (
            PARTITION BY channel_id ORDER BY first_at, session ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
          ) AS gap_from,
          row_number() OVER (PARTITION BY channel_id ORDER BY first_at, session) AS session_number
        FROM (
          SELECT channel_id, session, min(first_sent_at) AS first_at, max(last_sent_at) AS last_at
          FROM {database}.channel_coverage
          GROUP BY channel_id, session
        )
      )
      WHERE session_number > 1 AND gap_from < gap_to
      UNION ALL
      SELECT
        channel_id, toDateTime64(first_second, 3, 'UTC') AS gap_from,
        toDateTime64(addSeconds(max(last_second), 1), 3, 'UTC') AS gap_to, 'DROPPED' AS reason,
        toNullable(sum(messages)) AS lost_messages
      FROM {database}.losses
      GROUP BY channel_id, session, first_second
    )
    COMMENT 'Times of which something is or may be missing. Between two readings of a channel lies one, however quick the change was'`,
    `CREATE OR REPLACE VIEW bi.pipeline_freshness (
      log_partition UInt8 COMMENT 'Partition of the event log: some of the channels each',
      stored_at DateTime64(3, 'UTC') COMMENT 'When something of it was last complete in all tables, UTC',
      stored_rows UInt64 COMMENT 'Rows that were stored then',
      newest_message_at Nullable(DateTime64(3, 'UTC')) COMMENT 'Newest message counted, by Twitch time, to the second; null before the first',
      seconds_behind Nullable(Int64) COMMENT 'Seconds from that message to now; small when chat is busy and all is well'
    )
    DEFINER = CURRENT_USER SQL SECURITY DEFINER
    AS SELECT
      runs.log_partition AS log_partition, runs.at AS stored_at, runs.last_rows AS stored_rows,
      if(heard.at = 0, NULL, heard.at) AS newest_message_at,
      dateDiff('second', newest_message_at, now64(3, 'UTC')) AS seconds_behind
    FROM (
      SELECT
        \`partition\` AS log_partition, max(inserted_at) AS at,
        argMax(rows, (stream_created_at, run_last)) AS last_rows
      FROM {database}.sink_runs
      GROUP BY \`partition\`
    ) AS runs
    LEFT ANY JOIN (
      SELECT \`partition\` AS log_partition, max(last_sent_at) AS at
      FROM {database}.channel_coverage GROUP BY \`partition\`
    ) AS heard ON heard.log_partition = runs.log_partition
    COMMENT 'How fresh the figures are, one row per partition of the event log'`,
  ],
};
