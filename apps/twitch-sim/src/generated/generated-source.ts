import { UsageError, type Logger } from '@emotide/service-kit';
import type { Clock } from '../clock';
import type { Gate } from '../gate';
import type { LineSource } from '../line-source';
import type { EmoteChange } from '../emote-sets/emote-change';
import type { Rooms } from '../rooms';
import type { SlowReaders } from '../slow-readers';
import { toThousands } from '../thousands';
import { createChatScript } from './chat-script';
import { createGenerator, type GeneratorProgress } from './generator';
import { createRunLog, lastConnectionOf, listRuns, nextRunNumber } from './run-log';
import { createRunTruth } from './run-truth';
import type { GeneratedSettings } from './settings';
import type { World } from './world';

export interface GenerateOptions extends GeneratedSettings {
  /** The generator is done after so many lines; null for never. */
  readonly lines: number | null;
}

/** Chat that nobody wrote. */
export interface GeneratedSource extends LineSource {
  progress(): GeneratorProgress;
  readonly world: World;
}

const SAY_EVERY_MS = 1_000;
const SAY_ENDLESS_EVERY_MS = 60_000;

/**
 * Generates chat from a seed: the same settings give the same lines in the same order; their ids and times are made
 * when they are sent. Each start is a new run; the truth of earlier ones in the same state directory stays.
 *
 * @throws UsageError for a state directory that cannot be used.
 */
export function openGeneratedSource(options: {
  generate: GenerateOptions;
  stateDir: string;
  rooms: Pick<Rooms, 'readers'>;
  log: Logger;
  clock: Clock;
  gate: Gate;
  /** Of the emote sets; further ones may be put behind them at any time. */
  emoteChanges: readonly EmoteChange[];
  slowReaders?: SlowReaders;
  onError: (error: unknown) => void;
}): GeneratedSource {
  const { generate, stateDir, rooms, log, clock, gate, emoteChanges, slowReaders, onError } = options;
  const { lines, ...settings } = generate;
  const script = createChatScript(settings);
  const { channels } = script.pool.world;
  const truth = createRunTruth(script, emoteChanges);
  const { runLog, run, lastConnection } = usable(stateDir, () => {
    const run = { number: nextRunNumber(stateDir), startedAtMs: clock.nowMs() };
    const lastConnection = listRuns(stateDir).reduce(
      (last, stored) => Math.max(last, lastConnectionOf(stored)),
      0,
    );
    const runLog = createRunLog(stateDir, { settings, fingerprint: script.fingerprint, ...run });
    return { runLog, run, lastConnection };
  });
  const onDone = (): void => log.info(`all ${toThousands(lines ?? 0)} generated lines sent`);
  const generator = createGenerator({
    script,
    run,
    lines,
    log: runLog,
    rooms,
    clock,
    gate,
    ...(settings.thirdParty === true && { emoteRevision: () => emoteChanges.at(-1)?.revision ?? 0 }),
    ...(slowReaders && { slowReaders }),
    onError,
    onDone,
  });

  let saidLines = 0;
  const saying = setInterval(
    () => {
      const { sent, done } = generator.progress();
      if (sent === saidLines || done) return;
      saidLines = sent;
      log.info(
        `sent ${toThousands(sent)}${lines === null ? '' : ` of ${toThousands(lines)}`} generated lines`,
      );
    },
    lines === null ? SAY_ENDLESS_EVERY_MS : SAY_EVERY_MS,
  );

  return {
    world: script.pool.world,
    channels: channels.map(({ login, roomId }) => ({ login, id: roomId })),
    lastConnection,
    audienceChanged: (login) => generator.audienceChanged(login),
    sentLines: () => generator.progress().sent + generator.progress().unheard,
    isDone: () => generator.progress().done,
    progress: () => generator.progress(),
    addTruth: (tally, window) => truth.addTo(tally, listRuns(stateDir), window),
    async stop() {
      clearInterval(saying);
      truth.stop();
      await generator.stop();
    },
    close: () => runLog.close(),
  };
}

function usable<T>(stateDir: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw new UsageError(`cannot use ${stateDir}: ${(error as Error).message}`, { cause: error });
  }
}
