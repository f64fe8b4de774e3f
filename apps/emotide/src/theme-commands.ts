import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PROVIDERS, type Provider } from '@emotide/domain';
import type { Theme } from '@emotide/emotes';
import { UsageError, parseConfig } from '@emotide/service-kit';
import { createStore, storeEnv, toStoreAddress, type Store } from '@emotide/store';
import { ThemeDesk } from '@emotide/themes';
import type { Command, Option } from 'commander';
import { toVisible } from './hostile-text';
import type { Instance } from './instance';
import { expectRunning, findLog, isElsewhere, withLog } from './operator';

interface DataDirFlag {
  readonly dataDir: string;
}

/** What administrators do with themes: docs/themes.md. */
export function addThemeCommands(
  program: Command,
  {
    dataDir,
    toInstance,
    base,
  }: {
    dataDir: () => Option;
    toInstance: (dataDir: string) => Instance;
    /** Paths are relative to it. */
    base: string;
  },
): void {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const atDesk = <T>({ dataDir }: DataDirFlag, work: (desk: ThemeDesk) => Promise<T>): Promise<T> =>
    withLog(findLog(process.env, toInstance(dataDir)), (eventLog) =>
      withStore(toInstance(dataDir), async (store) =>
        work(await ThemeDesk.open({ values: eventLog.openSharedValues('themes'), store, clock: Date.now })),
      ),
    );

  const theme = program
    .command('theme')
    .description('emotes that are told of together: list, add, change, pin to ids')
    .exitOverride();
  const add = (name: string, description: string): Command =>
    theme.command(name).description(description).addOption(dataDir()).exitOverride();

  add('list', 'all themes, and what each has').action((flags: DataDirFlag) =>
    atDesk(flags, async ({ book }) => {
      for (const each of book.list()) say(summarise(each, book.isEdited(each.slug)));
      for (const slug of book.removed)
        say(`${slug}  (removed; emotide theme restore ${slug} brings it back)`);
    }),
  );
  add('show', 'one theme as JSON, as `set` takes it')
    .argument('<slug>')
    .action((slug: string, flags: DataDirFlag) =>
      atDesk(flags, async (desk) => say(JSON.stringify(desk.expect(slug), null, 2))),
    );
  add('set', 'add a theme, or put it in the place of the one with its slug')
    .argument('<file>', 'one theme as JSON, or an array of them')
    .action((file: string, flags: DataDirFlag) =>
      atDesk(flags, async (desk) => {
        const content = await readJson(resolve(base, file));
        for (const each of Array.isArray(content) ? (content as unknown[]) : [content])
          say(summarise(await desk.set(each), true));
      }),
    );
  add('remove', 'take a theme away, a shipped one too')
    .argument('<slug>')
    .action((slug: string, flags: DataDirFlag) => atDesk(flags, (desk) => desk.remove(slug)));
  add('restore', 'take back what was made of a theme')
    .argument('<slug>')
    .action((slug: string, flags: DataDirFlag) => atDesk(flags, (desk) => desk.restore(slug)));
  add('candidates', 'emotes that chat wrote under the names of a theme that have no id yet')
    .argument('<slug>')
    .action((slug: string, flags: DataDirFlag) =>
      atDesk(flags, async (desk) => {
        const found = await desk.candidates(slug);
        if (found.length === 0) say('none: its names have ids, or nobody has written them in its time');
        for (const { name, provider, emoteId, uses, channels, firstUseMs, lastUseMs } of found)
          say(
            `${toVisible(name)}  ${provider} ${toVisible(emoteId)}  ${uses} uses in ${channels} channels, ` +
              `${toDay(firstUseMs)} to ${toDay(lastUseMs)}`,
          );
      }),
    );
  add('pin', 'give a name of a theme its id: only that emote is meant from now on, for the past too')
    .argument('<slug>')
    .argument('<name>', 'as the theme has it')
    .argument('<id>', "the provider's id, as candidates shows it")
    .option('--provider <provider>', Object.keys(PROVIDERS).join(', '), 'TWITCH')
    .action((slug: string, name: string, id: string, flags: DataDirFlag & { provider: string }) =>
      atDesk(flags, async (desk) => {
        const provider = parseProvider(flags.provider);
        say(summarise(await desk.pin(slug, { provider, id, name }), true));
      }),
    );
}

function summarise({ slug, name, windows, match }: Theme, isEdited: boolean): string {
  const { ids, names, patterns } = match;
  const when = windows.map(
    ({ fromMs, toMs }) =>
      `${fromMs === null ? '…' : toDay(fromMs)} to ${toMs === null ? '…' : toDay(toMs - 1)}`,
  );
  const emotes = [
    `${ids.length} by id`,
    ...(names.length > 0 ? [`${names.length} by name`] : []),
    ...(patterns.length > 0 ? [`${patterns.length} patterns`] : []),
  ].join(', ');
  return `${slug}  ${toVisible(name)}: ${emotes}; ${when.join(', ') || 'always'}${isEdited ? ' (edited)' : ''}`;
}

const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** @throws UsageError */
async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path}: ${(error as Error).message}`);
  }
}

/** @throws UsageError */
function parseProvider(text: string): Provider {
  const provider = text.toUpperCase();
  if (!Object.hasOwn(PROVIDERS, provider))
    throw new UsageError(`--provider: one of ${Object.keys(PROVIDERS).join(', ')}`);
  return provider as Provider;
}

/** The warehouse that the settings name, or that of the running instance. @throws UsageError */
async function withStore<T>(instance: Instance, work: (store: Store) => Promise<T>): Promise<T> {
  const store = createStore(isElsewhere(process.env) ? configuredStore() : storeHere(instance));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const configuredStore = () => toStoreAddress(parseConfig(storeEnv, process.env));

function storeHere(instance: Instance) {
  const { running, secrets } = expectRunning(instance);
  return { url: running.clickhouseUrl, username: 'app', password: secrets.clickhouse.app };
}
