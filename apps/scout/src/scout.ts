import { createProviderMetrics } from '@emotide/emote-providers';
import { EventLog, createEpoch, toEventLogAddress, toLeaseTerms, type SlotGroup } from '@emotide/event-log';
import { gauge, type Readiness, type Service, type ServiceContext } from '@emotide/service-kit';
import { createStore, toStoreAddress } from '@emotide/store';
import type { ScoutConfig } from './config';
import { createScoutMetrics } from './scout-metrics';
import { Scouting } from './scouting';

/** All jobs go together: half of what one learns, another one needs. */
const SLOTS = 1;
/** No job needs longer, and none may keep a stop waiting for half a minute. */
const STORE_TIMEOUT_MS = 10_000;

/**
 * Keeps what the others go by: emotes and what they cost, themes, who is live, which channels are read. Of several
 * scouts one does all of it, under a lease; the others stand by.
 */
export async function startScout(context: ServiceContext<ScoutConfig>): Promise<Service> {
  const { config, log, registry, fail } = context;
  const terms = toLeaseTerms(config);
  const metrics = createScoutMetrics(registry);
  const providerMetrics = createProviderMetrics(registry);
  const eventLog = await EventLog.connect({
    ...toEventLogAddress(config),
    name: `scout ${terms.instance}`,
    log,
  });
  const store = createStore({ ...toStoreAddress(config), log, requestTimeoutMs: STORE_TIMEOUT_MS });

  let scouting: Scouting | undefined;
  const group: SlotGroup = eventLog.joinGroup({
    ...terms,
    group: 'scouts',
    slots: SLOTS,
    epoch: createEpoch(Date.now(), Math.random),
    onGranted: () => {
      try {
        scouting = new Scouting({
          config,
          eventLog,
          store,
          mayWrite: () => group.isValid,
          nowMs: Date.now,
          random: Math.random,
          log,
          metrics,
          providerMetrics,
          onFailed: fail,
        });
      } catch (error) {
        fail(error);
      }
    },
    onRevoked: async () => {
      await scouting?.stop();
      scouting = undefined;
    },
    onEvicted: () => fail(new Error('another scout took over the work of this one')),
  });
  gauge(registry, 'emotide_scout_active', '1 while this scout does the work, 0 while it stands by', {
    collect: (one) => one.set(scouting?.isRunning === true ? 1 : 0),
  });
  gauge(registry, 'emotide_scout_lease_valid', '1 while the lease of this scout is surely its own', {
    collect: (one) => one.set(Number(group.isValid)),
  });
  gauge(registry, 'emotide_scout_pending_values', 'Values that are not in their bucket yet', {
    collect: (one) => one.set(scouting?.pending.values ?? 0),
  });
  gauge(registry, 'emotide_scout_pending_emotes', 'Emotes that wait for the warehouse', {
    collect: (one) => one.set(scouting?.pending.emotes ?? 0),
  });

  return {
    about: { instance: terms.instance, helix: config.EMOTIDE_TWITCH_CLIENT_ID !== undefined },
    readiness: (): Readiness => {
      const { isValid, unowned, trouble } = group.state();
      if (!eventLog.isConnected) return unready('the event log is away');
      if (!isValid) return unready(trouble ?? 'not a member of the group of scouts');
      if (scouting !== undefined)
        return scouting.isRunning ? { ready: true } : unready('reads what is known');
      return unowned > 0 ? unready('waits for work that nobody does') : { ready: true };
    },
    stop: async () => {
      await group.leave();
      // Nobody revokes from a member that was evicted.
      await scouting?.stop();
      await store.close();
      await eventLog.close();
    },
  };
}

const unready = (reason: string): Readiness => ({ ready: false, reason });
