import { ChatError, TwitchChat } from '@emotide/chat';
import { createChatterKey, type ChannelLogin } from '@emotide/domain';
import { EventLog, createEpoch, toEventLogAddress } from '@emotide/event-log';
import { counter, gauge, type Service, type ServiceContext } from '@emotide/service-kit';
import { Subject, from, mergeMap } from 'rxjs';
import type { z } from 'zod';
import { Batcher } from './batcher';
import { channelActor } from './channel-actor';
import type { collectorEnv } from './config';

const MB = 1024 * 1024;

/** Reads chat and writes the log: one actor per channel, one merge, one batcher, one publisher. */
export async function startCollector(
  context: ServiceContext<z.output<typeof collectorEnv>>,
): Promise<Service> {
  const { config, log, registry, fail } = context;
  const channels: readonly ChannelLogin[] = config.EMOTIDE_CHANNELS;
  const counted = counter(registry, 'emotide_messages_total', 'Messages that count');
  const dropped = counter(
    registry,
    'emotide_messages_dropped_total',
    'Messages that do not count, by reason',
    ['reason'],
  );
  const unreadable = counter(
    registry,
    'emotide_unreadable_ranges_total',
    'Emote ranges that could not be read',
  );
  const excess = counter(
    registry,
    'emotide_excess_emotes_total',
    'Distinct emotes left out of messages that had too many',
  );
  const interrupted = counter(registry, 'emotide_reading_interrupted_total', 'Joins that failed or ended');

  const eventLog = await EventLog.connect({
    ...toEventLogAddress(config),
    name: 'collector',
    log,
  });
  const chat = new TwitchChat({
    url: new URL(config.EMOTIDE_CHAT_URL),
    channelsPerConnection: config.EMOTIDE_CHAT_CHANNELS_PER_CONNECTION,
    connectEveryMs: config.EMOTIDE_CHAT_CONNECT_EVERY_MS,
    joins: { count: config.EMOTIDE_CHAT_JOINS, perMs: config.EMOTIDE_CHAT_JOINS_PER_MS },
    joinWithinMs: config.EMOTIDE_CHAT_JOIN_WITHIN_MS,
    mailboxLines: config.EMOTIDE_CHAT_MAILBOX_LINES,
    log,
    registry,
  });
  const publisher = eventLog.createPublisher(createEpoch(Date.now(), Math.random), {
    windowBatches: config.EMOTIDE_PUBLISH_WINDOW_BATCHES,
    windowBytes: config.EMOTIDE_PUBLISH_WINDOW_MB * MB,
    queueBytes: config.EMOTIDE_PUBLISH_BUFFER_MB * MB,
    onRoom: () => chat.resume(),
  });
  for (const name of ['acked', 'resent', 'duplicates', 'refused'] as const)
    gauge(registry, `emotide_publish_${name}`, `Batches ${name} since start`, {
      collect: (g) => g.set(publisher.counts[name]),
    });
  gauge(registry, 'emotide_publish_pending_bytes', 'Bytes waiting for the log or for its answer', {
    collect: (g) => g.set(publisher.pendingBytes),
  });
  const batcher = new Batcher({
    partitions: config.EMOTIDE_PARTITIONS,
    flushAfterMs: config.EMOTIDE_BATCH_MS,
    batchRows: config.EMOTIDE_BATCH_ROWS,
    busyRows: config.EMOTIDE_BATCH_BUSY_ROWS,
    busyFlushAfterMs: config.EMOTIDE_BATCH_BUSY_MS,
    epoch: publisher.epoch,
    toChatter: createChatterKey(config.EMOTIDE_USERS, config.EMOTIDE_USER_KEY ?? ''),
    publish: (partition, batch) => {
      publisher.publish(partition, batch);
      if (!publisher.hasRoom) chat.pause();
    },
    onExcess: (emotes) => excess.inc(emotes),
  });

  let sessions = 0;
  let faults = 0;
  const stop$ = new Subject<void>();
  const turns$ = from(channels).pipe(
    // All at once: there are as many as channels are configured, and nothing waits in between.
    mergeMap((login) =>
      channelActor(login, {
        join: (channel) => chat.channel(channel),
        stop$,
        nextSession: () => ++sessions,
        now: Date.now,
        random: Math.random,
        onDrop: (reason, error) => {
          dropped.inc({ reason });
          // The 1st, 2nd, 4th, 8th, … of them: a flood is counted, and must not become one of the log.
          if (reason === 'fault' && (++faults & (faults - 1)) === 0)
            log.error({ err: error, login, faults }, 'a line broke the step');
        },
        onInterrupted: (channel, error, retryInMs) => {
          interrupted.inc();
          // A connection has said so itself, once for all its channels.
          const level = error instanceof ChatError && error.reach === 'connection' ? 'debug' : 'info';
          log[level](
            { channel, retryInMs: Math.round(retryInMs), why: (error as Error).message },
            'reading interrupted',
          );
        },
      }),
    ),
  );
  const reading = turns$.subscribe({
    next: (turn) => {
      counted.inc(turn.lines.length);
      for (const { unreadableRanges } of turn.lines)
        if (unreadableRanges > 0) unreadable.inc(unreadableRanges);
      batcher.add(turn);
    },
    error: fail,
  });

  return {
    about: { channels: channels.length, epoch: publisher.epoch },
    readiness: () => {
      const { joined, trouble } = chat.state();
      if (!publisher.isConnected) return { ready: false, reason: 'the event log is away' };
      if (joined === 0 && channels.length > 0)
        return { ready: false, reason: trouble ?? 'no channel joined yet' };
      return { ready: true };
    },
    stop: async () => {
      chat.stop();
      stop$.next();
      reading.unsubscribe();
      batcher.flush();
      await publisher.drained();
      publisher.stop();
      await eventLog.close();
    },
  };
}
