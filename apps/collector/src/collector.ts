import { setMaxListeners } from 'node:events';
import { ChatError } from '@emotide/chat';
import { OptOutList, createChatterKey } from '@emotide/domain';
import {
  EventLog,
  createEpoch,
  followOptOuts,
  logTraced,
  toChatterForms,
  toEventLogAddress,
  toLeaseTerms,
  toTracedHeader,
  type SlotGroup,
} from '@emotide/event-log';
import { Batcher, EmoteCatalogue } from '@emotide/reading';
import type { Readiness, Service, ServiceContext } from '@emotide/service-kit';
import type { z } from 'zod';
import { channelActor, type ActorDependencies } from './channel-actor';
import { ChannelRegistry } from './channel-registry';
import { ChannelSlots } from './channel-slots';
import { createCollectorGauges, createCollectorMetrics } from './collector-metrics';
import { CollectorReporter } from './collector-reporter';
import type { collectorEnv } from './config';
import { Losses } from './losses';
import { openChat, openRecentMessages } from './open-chat';
import { ReadMarks } from './read-marks';
import { TwitchClock } from './twitch-clock';
import { WantedChannels } from './wanted-channels';

const MB = 1024 * 1024;
/** By how much of the average collectors' work may differ: rates go up and down, and every move costs joins. */
const SLACK = 0.2;
/** Beside the time that Twitch may take to confirm a join. */
const JOIN_MARGIN_MS = 5_000;
/** Beside handing over: the last batches. */
const STOP_MARGIN_MS = 15_000;
/** Lease terms in which others have surely taken over from a process that shows nothing. */
const GONE_AFTER_TERMS = 1.5;

/**
 * Reads chat and writes the log: one actor per channel, one merge, one batcher, one publisher.
 *
 * Channels, those of the settings and of the scout's plan, lie in slots, which all collectors share under leases: each is
 * read by one process, and what a process publishes that lost its lease without knowing is ignored by whoever reads the
 * log.
 */
export async function startCollector(
  context: ServiceContext<z.output<typeof collectorEnv>>,
): Promise<Service> {
  const { config, log, registry, fail } = context;
  const metrics = createCollectorMetrics(registry);
  const terms = toLeaseTerms(config);
  const eventLog = await EventLog.connect({
    ...toEventLogAddress(config),
    name: `collector ${terms.instance}`,
    log,
  });
  const optOuts = new OptOutList(toChatterForms(config));
  const followed = followOptOuts(eventLog.openSharedValues('opt-outs'), optOuts, log);
  await followed.caughtUp;

  const catalogue = new EmoteCatalogue({
    values: eventLog.openSharedValues('emote-catalogue'),
    log,
    registry,
  });
  const { chat, irc } = openChat(config, { log, registry, onEmote: (emote) => catalogue.noteHeard(emote) });
  const recentMessages = openRecentMessages(config, { log, registry });
  const losses = new Losses();
  let isPaused = false;
  const publisher = eventLog.createPublisher(createEpoch(Date.now(), Math.random), {
    windowBatches: config.EMOTIDE_PUBLISH_WINDOW_BATCHES,
    windowBytes: config.EMOTIDE_PUBLISH_WINDOW_MB * MB,
    queueBytes: config.EMOTIDE_PUBLISH_BUFFER_MB * MB,
    onRoom: () => {
      isPaused = false;
      chat.resume();
    },
    mayPublish: () => group.isValid,
    onDropped: (partition, batch) => losses.add(partition, batch),
    takeFirst: () => losses.take(),
  });
  const batcher = new Batcher({
    partitions: config.EMOTIDE_PARTITIONS,
    flushAfterMs: config.EMOTIDE_BATCH_MS,
    batchRows: config.EMOTIDE_BATCH_ROWS,
    busyRows: config.EMOTIDE_BATCH_BUSY_ROWS,
    busyFlushAfterMs: config.EMOTIDE_BATCH_BUSY_MS,
    epoch: publisher.epoch,
    toChatter: createChatterKey(config.EMOTIDE_USERS, config.EMOTIDE_USER_KEY ?? '', optOuts),
    traceOneIn: config.EMOTIDE_TRACE_ONE_IN,
    onTraced: (message, where) => logTraced(log, 'received', [message], where),
    publish: (partition, batch, _messages, traced) => {
      if (traced.length === 0) publisher.publish(partition, batch);
      else
        publisher.publish(partition, batch, toTracedHeader(traced), (stored) =>
          logTraced(log, 'published', traced, { ...stored }),
        );
      if (publisher.hasRoom) return;
      isPaused = true;
      chat.pause();
    },
    onExcess: (emotes) => metrics.excess.inc(emotes),
  });

  let sessions = 0;
  let faults = 0;
  const clocks = { wallMs: Date.now, monotonicMs: () => performance.now() };
  const clock = new TwitchClock(clocks);
  // Shared by all actors: ten thousand of them would have as many closures each.
  const dependencies: Omit<ActorDependencies, 'stop$' | 'onDrop'> = {
    // By viewers, which are known before anything is heard.
    join: (channel) => chat.channel(channel, { weight: wanted.viewersOf(channel) ?? 0 }),
    nextSession: () => ++sessions,
    emotesOf: (channelId) => catalogue.of(channelId),
    now: Date.now,
    random: Math.random,
    ...(recentMessages && { recentChat: (channel, afterMs) => recentMessages.of(channel, afterMs) }),
    onJoined: (session) => channels.noteJoined(session),
    onInterrupted: (channel, error, retryInMs, isResting) => {
      metrics.interrupted.inc();
      const why = (error as Error).message;
      const about = { channel, retryInMs: Math.round(retryInMs), why };
      channels.noteInterrupted(channel, why, isResting);
      if (isResting) {
        metrics.resting.inc();
        log.warn(about, 'a channel ends again and again: it rests');
        return;
      }
      // A connection has said so itself, once for all its channels.
      const level = error instanceof ChatError && error.reach === 'connection' ? 'debug' : 'info';
      log[level](about, 'reading interrupted');
    },
  };
  const channels = new ChannelRegistry({
    clock: clocks.monotonicMs,
    onTurn: ({ session, lines }) => {
      let newestMs = -Infinity;
      for (const { sentAtMs } of lines) if (sentAtMs > newestMs) newestMs = sentAtMs;
      if (newestMs === -Infinity) return;
      clock.note(newestMs);
      if (session.isRepair !== true) marks.noteLine(newestMs);
    },
    startActor: (login, stop$) =>
      channelActor(login, {
        ...dependencies,
        stop$,
        onDrop: (reason, error) => {
          metrics.dropped.inc({ reason });
          // The 1st, 2nd, 4th, 8th, … of them: a flood is counted, and must not become one of the log.
          if (reason === 'fault' && (++faults & (faults - 1)) === 0)
            log.error({ err: error, login, faults }, 'a line broke the step');
        },
      }),
  });
  const reading = channels.turns$.subscribe({
    next: (turn) => {
      metrics.counted.inc(turn.lines.length);
      if (turn.session.isRepair === true) metrics.repaired.inc(turn.lines.length);
      for (const { unreadableRanges } of turn.lines)
        if (unreadableRanges > 0) metrics.unreadable.inc(unreadableRanges);
      for (const { action } of turn.acts ?? []) metrics.moderated.inc({ action });
      batcher.add(turn);
    },
    error: fail,
  });

  const partitions = Array.from({ length: config.EMOTIDE_PARTITIONS }, (_, partition) => partition);
  const hurry = new AbortController();
  // Every slot that is handed over listens to it.
  setMaxListeners(0, hurry.signal);
  const wanted = new WantedChannels({
    always: config.EMOTIDE_CHANNELS,
    values: eventLog.openSharedValues('channel-plan'),
    onChange: (came, went) => slots.change(came, went),
    log,
    registry,
  });
  const published = (): Promise<void> => {
    batcher.flush();
    return publisher.drained();
  };
  const marks = new ReadMarks({
    isReading: () => !isPaused,
    published: async () => {
      await published();
      return publisher.lastSeqs;
    },
    send: (mark) =>
      eventLog.publishReadMark({
        ...mark,
        epoch: publisher.epoch,
        goneAfterMs: GONE_AFTER_TERMS * terms.termMs,
      }),
    clocks,
  });
  marks.start();
  const slots = new ChannelSlots({
    slots: config.EMOTIDE_CHANNEL_SLOTS,
    wanted,
    channels,
    clock,
    isReading: () => !isPaused,
    published,
    mark: (session, cutAtMs) => batcher.mark(session, cutAtMs),
    joinsWithinMs: config.EMOTIDE_CHAT_JOIN_WITHIN_MS + JOIN_MARGIN_MS,
    hurry: hurry.signal,
  });
  const group: SlotGroup = eventLog.joinGroup({
    ...terms,
    group: 'collectors',
    slots: config.EMOTIDE_CHANNEL_SLOTS,
    epoch: publisher.epoch,
    fence: (epoch) => eventLog.fence(epoch, partitions),
    onGranted: (slot) => slots.onGranted(slot),
    onRevoked: (slot) => slots.onRevoked(slot),
    handover: slots,
    weigh: () => slots.weigh(),
    slack: SLACK,
    onEvicted: () => fail(new Error('other collectors took over the channels of this one')),
    onValidity: (isValid) => {
      if (isValid) publisher.resume();
    },
  });
  const reporter = new CollectorReporter({
    instance: terms.instance,
    values: eventLog.openSharedValues('collectors'),
    isConnected: () => eventLog.isConnected,
    read: () => {
      const { refused } = irc.state();
      return {
        connections: chat.state().connections,
        ...channels.tally((login) => refused.get(login)?.reason),
      };
    },
    nowMs: Date.now,
    log,
    registry,
  });
  createCollectorGauges(registry, { optOuts, publisher, channels, group });

  const readiness = (): Readiness => {
    if (publisher.trouble !== undefined && !publisher.isConnected)
      return { ready: false, reason: publisher.trouble };
    const { held, isValid, trouble } = group.state();
    if (!isValid) return { ready: false, reason: trouble ?? 'no lease yet' };
    const { joined, trouble: chatTrouble } = chat.state();
    // One that has nothing to read stands by, and is ready.
    if (channels.size > 0 && joined === 0)
      return { ready: false, reason: chatTrouble ?? 'no channel joined yet' };
    return held.length > 0 || wanted.size === 0 || group.state().unowned === 0
      ? { ready: true }
      : { ready: false, reason: 'no channels granted yet' };
  };

  return {
    about: { channels: wanted.size, instance: terms.instance, epoch: publisher.epoch },
    readiness,
    stopWithinMs: config.EMOTIDE_HANDOVER_WITHIN_MS + STOP_MARGIN_MS,
    pages: { '/channels': () => ({ plan: wanted.planVersion ?? null, channels: channels.view() }) },
    stop: async (isUrgent) => {
      if (isUrgent === undefined || isUrgent.aborted) hurry.abort();
      isUrgent?.addEventListener('abort', () => hurry.abort(), { once: true });
      await group.leave({ handOverWithinMs: config.EMOTIDE_HANDOVER_WITHIN_MS, hurry: hurry.signal });
      chat.stop();
      reading.unsubscribe();
      await Promise.all([reporter.stop(), wanted.stop(), catalogue.stop(), followed.stop()]);
      await publisher.drained();
      marks.end(publisher.lastSeqs);
      publisher.stop();
      await eventLog.close();
    },
  };
}
