import { copyFile, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ChangeType, CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/**
 * Compares the contract with the one that clients count on, `schema.released.graphql`, and exits with 1 when a change would
 * break them. `--accept` makes the present one what they count on: at a release, or in the commit of a break that is meant,
 * which says so. Another file may stand for the present one.
 */
const root = new URL('../', import.meta.url);
const released = fileURLToPath(new URL('schema.released.graphql', root));
const isAccepted = process.argv.includes('--accept');
const [given] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const present = given ?? fileURLToPath(new URL('schema.graphql', root));

/** Who leaves an argument out gets another answer, or, where no default is left, an error. */
const DEFAULTS: ReadonlySet<string> = new Set([
  ChangeType.FieldArgumentDefaultChanged,
  ChangeType.InputFieldDefaultValueChanged,
]);
const read = async (file: string) => buildSchema(await readFile(file, 'utf8'));
const breaking = (await diff(await read(released), await read(present))).filter(
  ({ criticality, type }) => criticality.level === CriticalityLevel.Breaking || DEFAULTS.has(type),
);
for (const { message, criticality } of breaking)
  process.stderr.write(
    `${isAccepted ? 'accepted' : 'breaks clients'}: ${message} ${criticality.reason ?? ''}\n`,
  );
if (isAccepted) await copyFile(present, released);
else if (breaking.length > 0) {
  process.stderr.write(
    'keep what was there beside what is new, or accept it: npm run contract -- --accept\n',
  );
  process.exitCode = 1;
}
