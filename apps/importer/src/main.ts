import { OptOutList, createChatterKey, type ChannelId, type ChannelLogin } from '@emotide/domain';
import { EventLog, followOptOuts, toChatterForms, toEventLogAddress } from '@emotide/event-log';
import { EmoteCatalogue } from '@emotide/reading';
import { EXIT_USAGE, Registry, UsageError, createLogger, parseConfig } from '@emotide/service-kit';
import { createStore, toStoreAddress } from '@emotide/store';
import { importerEnv } from './config';
import { DatedCatalogue } from './dated-catalogue';
import { emotesAlways, emotesAt, type ChannelEmotesAt } from './emotes-at';
import { findSources } from './find-sources';
import { runImport, type ImportSummary } from './import-job';
import { parseImportOptions, type ImportOptions } from './import-options';
import { ProgressBar } from './progress-bar';
import { renderSummary } from './render-summary';

/** Counts archived chat: `emotide import` on one machine, a job on a cluster. */
const abort = new AbortController();
const EXIT_INTERRUPTED = 130;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => abort.abort(new Error('interrupted')));
const say = (text: string): void => void process.stderr.write(`${text}\n`);

try {
  const options = parseImportOptions(process.argv.slice(2));
  process.exitCode = options === undefined ? 0 : await main(options);
} catch (error) {
  say(`import: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof UsageError ? EXIT_USAGE : 1;
  if (process.exitCode === 1) say('import: run it again; nothing is lost or counted twice by that');
}
process.stdout.write('', () => process.stderr.write('', () => process.exit()));

/** @returns the exit code */
async function main(options: ImportOptions): Promise<number> {
  const config = parseConfig(importerEnv, process.env);
  const catalogue = options.catalogue === undefined ? undefined : DatedCatalogue.read(options.catalogue);
  const log = createLogger('importer', config.EMOTIDE_LOG_LEVEL);
  const eventLog = await EventLog.connect({ ...toEventLogAddress(config), name: 'import', log });
  const store = createStore({ ...toStoreAddress(config), log });
  const { emotes, stop } = await followEmotes(eventLog, log);
  const optOuts = new OptOutList(toChatterForms(config));
  const followed = followOptOuts(eventLog.openSharedValues('opt-outs'), optOuts, log);
  await followed.caughtUp;
  const emotesOf = (channelId: ChannelId): ChannelEmotesAt => {
    const now = emotes.of(channelId);
    if (catalogue !== undefined)
      return emotesAt(
        (emote) => now.classOf(emote),
        (sentAtMs) => catalogue.indexAt(channelId, sentAtMs),
      );
    return emotesAlways(
      options.thirdPartyNow ? now : { index: undefined, classOf: (emote) => now.classOf(emote) },
    );
  };
  const { sources, totalBytes, failures } = await findSources(options, abort.signal);
  const beganAtMs = performance.now();
  const bar = new ProgressBar({
    write: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    columns: () => process.stderr.columns,
    now: () => performance.now(),
    totalBytes,
  });
  let summary: ImportSummary;
  try {
    summary = await runImport({
      eventLog,
      store,
      sources,
      wanted: options.wanted,
      fallbackLogin: options.channels.find((name) => !/^\d+$/.test(name)) as ChannelLogin | undefined,
      emotesOf,
      toChatter: createChatterKey(config.EMOTIDE_USERS, config.EMOTIDE_USER_KEY ?? '', optOuts),
      isDryRun: options.isDryRun,
      onProgress: (progress) => bar.show(progress),
      signal: abort.signal,
      log,
      lockRenewMs: config.EMOTIDE_LEASE_RENEW_MS,
      lockTermMs: config.EMOTIDE_LEASE_TERM_MS,
    });
  } finally {
    bar.end();
    await stop();
    await followed.stop();
    await store.close();
    await eventLog.close();
  }
  const whole = { ...summary, failures: [...failures, ...summary.failures] };
  const elapsedMs = performance.now() - beganAtMs;
  say(renderSummary(whole, elapsedMs, options.isDryRun));
  if (options.json) process.stdout.write(`${JSON.stringify(toJson(whole))}\n`);
  if (whole.wasInterrupted) return EXIT_INTERRUPTED;
  return whole.failures.length > 0 ? 1 : 0;
}

/** What the scout has learnt of emotes, all of it before the first line is read. */
async function followEmotes(
  eventLog: EventLog,
  log: ReturnType<typeof createLogger>,
): Promise<{ emotes: EmoteCatalogue; stop: () => Promise<void> }> {
  const values = eventLog.openSharedValues('emote-catalogue');
  let emotes: EmoteCatalogue | undefined;
  await new Promise<void>((resolve) => {
    emotes = new EmoteCatalogue({
      values: { follow: (options) => values.follow({ ...options, onCaughtUp: resolve }) },
      log,
      registry: new Registry(),
    });
  });
  return { emotes: emotes!, stop: () => emotes!.stop() };
}

function toJson({ files, bytes, counts, failures, wasInterrupted }: ImportSummary): object {
  const { channels, rejects, ...numbers } = counts;
  return {
    files,
    bytes,
    ...numbers,
    rejects: Object.fromEntries(rejects),
    channels: Object.fromEntries(channels),
    failures,
    wasInterrupted,
  };
}
