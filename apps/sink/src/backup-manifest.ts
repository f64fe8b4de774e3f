import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, readdir, rename, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseIntent, type SinkIntent } from '@emotide/event-log';
import { UsageError } from '@emotide/service-kit';
import { z } from 'zod';

const MANIFEST = 'manifest.json';
const whole = z.number().int().nonnegative();

const schema = z.object({
  version: z.literal(2),
  /** When the tables stood still, epoch ms. */
  madeAtMs: whole,
  serverVersion: z.string(),
  /** Steps of the schema, by name. */
  migrations: z.array(z.string()),
  /** The log that the counts came from: its birth, epoch ms. */
  logCreatedAtMs: whole,
  /** The same of the log of imported history. */
  historyCreatedAtMs: whole,
  /** By partition, each the last run that all tables have: sinks go on behind it. */
  intents: z.array(
    z.object({
      partition: whole,
      intent: z.unknown().transform((value) => parseIntent(JSON.stringify(value))),
    }),
  ),
  tables: z.array(z.object({ table: z.string(), rows: whole })),
  files: z.array(z.object({ path: z.string(), bytes: whole, sha256: z.string() })),
});

/** What a backup is: written last, so that a folder that has one is whole. */
export interface BackupManifest extends Omit<z.output<typeof schema>, 'intents'> {
  readonly intents: readonly { readonly partition: number; readonly intent: SinkIntent }[];
}

/** Sizes and SHA-256 of all files of a folder, by path. */
export async function describeFiles(directory: string): Promise<BackupManifest['files']> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .filter((path) => path !== MANIFEST)
    .sort();
  const files: BackupManifest['files'] = [];
  for (const path of paths) {
    const file = join(directory, path);
    files.push({ path, bytes: (await stat(file)).size, sha256: await sha256Of(file) });
  }
  return files;
}

/** Finishes a backup: durable before it is there. */
export async function writeManifest(directory: string, manifest: BackupManifest): Promise<void> {
  const next = join(directory, `${MANIFEST}.next`);
  const file = await open(next, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, join(directory, MANIFEST));
}

/**
 * Reads a backup's manifest and checks every file of it.
 *
 * @throws UsageError naming what is missing, damaged or of a newer program
 */
export async function readBackup(directory: string): Promise<BackupManifest> {
  let text: string;
  try {
    text = await readFile(join(directory, MANIFEST), 'utf8');
  } catch (error) {
    throw new UsageError(`${directory} is no whole backup: it has no ${MANIFEST}`, { cause: error });
  }
  let manifest: BackupManifest;
  try {
    manifest = schema.parse(JSON.parse(text));
  } catch (error) {
    throw new UsageError(`${join(directory, MANIFEST)} can not be read by this program`, { cause: error });
  }
  const found = new Map((await describeFiles(directory)).map((file) => [file.path, file]));
  for (const { path, sha256, bytes } of manifest.files) {
    const file = found.get(path);
    if (file === undefined) throw new UsageError(`the backup is damaged: ${path} is missing`);
    if (file.sha256 !== sha256 || file.bytes !== bytes)
      throw new UsageError(`the backup is damaged: ${path} is not what was written`);
  }
  return manifest;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
