import { createInterface } from 'node:readline/promises';
import { forget, listOptOuts, optBackIn, optOut, optOutsOf } from '@emotide/privacy';
import { UsageError } from '@emotide/service-kit';
import { knownOfChatter, unfinishedForgets } from '@emotide/store';
import type { Command, Option } from 'commander';
import { findPerson, type FoundPerson } from './find-person';
import { readRunning, rotateUserKey, type Instance } from './instance';
import { withPrivacyPlace, type PrivacyPlace } from './privacy-place';
import { renderForgetProgress, renderForgetReport, renderOptOuts } from './privacy-view';

interface DataDirFlag {
  readonly dataDir: string;
}

const WHO = 'login, or id (digits); @name for a login of digits';
const UNFINISHED = 'a forget was cut, and is not done: run emotide forget --unfinished';

/** What operators do for people who are in chat: docs/privacy.md. */
export function addPrivacyCommands(
  program: Command,
  { dataDir, toInstance }: { dataDir: () => Option; toInstance: (dataDir: string) => Instance },
): void {
  const write = (text: string): void => void process.stdout.write(`${text}\n`);
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const abort = new AbortController();
  const { signal } = abort;
  const withPlace = <T>(flags: DataDirFlag, work: (place: PrivacyPlace) => Promise<T>): Promise<T> => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(name, () => abort.abort(new Error('interrupted; run it again')));
    return withPrivacyPlace(toInstance(flags.dataDir), work);
  };
  const withPerson = (
    who: string,
    flags: DataDirFlag,
    work: (place: PrivacyPlace, person: FoundPerson) => Promise<void>,
  ): Promise<void> =>
    withPlace(flags, async (place) => {
      const person = await findPerson(who, place.store, place.providerEnv);
      say(person.said);
      await work(place, person);
    });

  const optOuts = program
    .command('opt-out')
    .description('chatters whose messages count, and are nobody’s')
    .exitOverride();
  optOuts
    .command('add')
    .description('from now on, wherever messages come from: chat, files, the log, backups')
    .argument('<who>', WHO)
    .addOption(dataDir())
    .exitOverride()
    .action((who: string, flags: DataDirFlag) =>
      withPerson(who, flags, async (place, { userId }) => {
        const isNew = await optOut({ ...place, userId, clock: Date.now, signal });
        write(
          isNew
            ? 'opted out; what was counted before stays: emotide forget takes it out'
            : 'opted out before',
        );
      }),
    );
  optOuts
    .command('remove')
    .description('the chatter is somebody again; what came meanwhile stays nobody’s')
    .argument('<who>', WHO)
    .addOption(dataDir())
    .exitOverride()
    .action((who: string, flags: DataDirFlag) =>
      withPerson(who, flags, async (place, { userId }) => {
        const isNew = await optBackIn({ ...place, userId, clock: Date.now, signal });
        write(isNew ? 'opted back in' : 'is not opted out');
      }),
    );
  optOuts
    .command('list')
    .description('all of them, by number: the list has no names; or what it says of one')
    .argument('[who]', WHO)
    .addOption(dataDir())
    .exitOverride()
    .action((who: string | undefined, flags: DataDirFlag) =>
      withPlace(flags, async (place) => {
        if (who === undefined) write(renderOptOuts(await listOptOuts(place, signal)));
        else {
          const { userId, said } = await findPerson(who, place.store, place.providerEnv);
          say(said);
          write(renderOptOuts(await optOutsOf({ ...place, userId, signal })));
        }
        if ((await unfinishedForgets(place.store, {})).length > 0) say(UNFINISHED);
      }),
    );

  program
    .command('forget')
    .description('take all out that a chatter has written until now, and say what remains until when')
    .argument('[who]', WHO)
    .option('--unfinished', 'only finish what was begun before')
    .option('--yes', 'do it without being asked')
    .addOption(dataDir())
    .exitOverride()
    .action((who: string | undefined, flags: { unfinished?: boolean; yes?: boolean } & DataDirFlag) => {
      if ((who === undefined) !== (flags.unfinished ?? false))
        throw new UsageError('name somebody, or say --unfinished');
      return withPlace(flags, async (place) => {
        const found = who === undefined ? undefined : await findPerson(who, place.store, place.providerEnv);
        if (found !== undefined) {
          say(found.said);
          const chatters = place.forms.map(({ toChatter }) => toChatter(found.userId));
          const [known] = await knownOfChatter(place.store, { chatters });
          say(`${known!.uses} uses of emotes are known to be theirs; counts stay, whose they are goes`);
          if (flags.yes !== true && !(await confirmed(signal))) {
            write('nothing was done');
            process.exitCode = 1;
            return;
          }
        }
        const { store, values, eventLog, id, forms, policy } = place;
        let last = '';
        const report = await forget({
          store,
          values,
          admin: eventLog.openAdmin(),
          id,
          clock: Date.now,
          signal,
          onProgress: (progress) => {
            const line = renderForgetProgress(progress);
            if (line !== last) say((last = line));
          },
          ...(found && { person: { userId: found.userId, forms, policy } }),
        });
        write(renderForgetReport(report));
        if (found !== undefined)
          write('what they write from now on counts as theirs, unless they opt out: emotide opt-out add');
      });
    });

  program
    .command('rotate-user-key')
    .description('hash chatters with a new key from the next start on; here, while nothing runs')
    .addOption(dataDir())
    .exitOverride()
    .action((flags: DataDirFlag) => {
      const instance = toInstance(flags.dataDir);
      if (readRunning(instance) !== undefined) throw new UsageError('stop Emotide first');
      rotateUserKey(instance);
      write('every chatter has another number from the next start on; opt-outs hold on: docs/privacy.md');
    });
}

/** @throws UsageError where nobody can answer */
async function confirmed(signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('say --yes to go on without being asked');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question('go on? [y/N] ', { signal })).trim());
  } finally {
    lines.close();
  }
}
