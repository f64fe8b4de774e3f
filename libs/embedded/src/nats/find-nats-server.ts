import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { UsageError } from '@emotide/service-kit';
import { findInPath } from '../find-in-path';
import { fetchDebianPackage } from './fetch-debian-package';
import { fetchRelease, releasePlatform, type NatsRelease } from './fetch-release';
import { OLDEST_NATS, formatVersion, isAtLeast, probeNatsBinary, type NatsBinary } from './nats-binary';

/** Its checksums are those of the official container image's recipe (nats-io/nats-docker). */
export const PINNED_RELEASE: NatsRelease = {
  version: '2.14.5',
  sha256: {
    'linux-amd64': '5e3b603d47c447bda1f77f9ac16dbf91c90aac4ff3681f8fbbc7201e4ed99355',
  },
};

const RELEASES_URL = 'https://github.com/nats-io/nats-server/releases/download';

export interface FindNatsServerOptions {
  /** EMOTIDE_NATS_SERVER and PATH are read. */
  readonly env: NodeJS.ProcessEnv;
  /** Where a fetched program stays for the next time. Made when needed. */
  readonly cacheDirectory: string;
  readonly onProgress?: (message: string) => void;
  /** Folders that are looked at after those on PATH; by default /usr/sbin, where Debian has it. */
  readonly alsoIn?: readonly string[];
  /** What is fetched, and from where; the official ones by default. */
  readonly release?: NatsRelease;
  readonly releasesUrl?: string;
}

/**
 * Finds a nats-server: the one in EMOTIDE_NATS_SERVER, else on PATH or in `alsoIn`, else in the cache, else
 * fetched into the cache: the pinned official release, or the distribution's package.
 *
 * @throws UsageError when EMOTIDE_NATS_SERVER names no usable program, or when there is none to be had; its message
 * then says how to install one.
 */
export async function findNatsServer(options: FindNatsServerOptions): Promise<NatsBinary> {
  const { env, cacheDirectory, onProgress = () => undefined } = options;
  const wished = env['EMOTIDE_NATS_SERVER'];
  if (wished) {
    const binary = await probeNatsBinary(wished);
    if (binary === undefined)
      throw new UsageError(`EMOTIDE_NATS_SERVER: ${wished} is not a nats-server that runs here`);
    if (!isAtLeast(binary.version, OLDEST_NATS)) {
      throw new UsageError(
        `EMOTIDE_NATS_SERVER: ${wished} is ${formatVersion(binary.version)}, older than ${formatVersion(OLDEST_NATS)}`,
      );
    }
    return binary;
  }
  return (
    (await findInstalled([env['PATH'] ?? '', ...(options.alsoIn ?? ['/usr/sbin'])], onProgress)) ??
    (await findCached(cacheDirectory)) ??
    (await fetchIntoCache(options, onProgress))
  );
}

async function findInstalled(
  directories: readonly string[],
  onProgress: (message: string) => void,
): Promise<NatsBinary | undefined> {
  const path = findInPath('nats-server', { PATH: directories.join(delimiter) });
  const binary = path === undefined ? undefined : await probeNatsBinary(path);
  if (binary === undefined || isAtLeast(binary.version, OLDEST_NATS)) return binary;
  onProgress(`${binary.path} is ${formatVersion(binary.version)}, too old: looking on`);
  return undefined;
}

/** The newest one that runs. */
async function findCached(cacheDirectory: string): Promise<NatsBinary | undefined> {
  const names = await readdir(cacheDirectory).catch(() => []);
  const binaries = await Promise.all(
    names
      .filter((name) => /^nats-server-\d+\.\d+\.\d+$/.test(name))
      .map((name) => probeNatsBinary(join(cacheDirectory, name))),
  );
  return binaries
    .flatMap((binary) => (binary && isAtLeast(binary.version, OLDEST_NATS) ? [binary] : []))
    .reduce<NatsBinary | undefined>(
      (best, binary) => (best && isAtLeast(best.version, binary.version) ? best : binary),
      undefined,
    );
}

/** Two processes may do this at once: each works in a folder of its own, and the last rename wins. */
async function fetchIntoCache(
  options: FindNatsServerOptions,
  onProgress: (message: string) => void,
): Promise<NatsBinary> {
  const { env, cacheDirectory, release = PINNED_RELEASE, releasesUrl = RELEASES_URL } = options;
  await mkdir(cacheDirectory, { recursive: true, mode: 0o700 });
  const workDirectory = await mkdtemp(join(cacheDirectory, 'fetching-'));
  const platform = releasePlatform(process.platform, process.arch);
  const ways: readonly (() => Promise<string>)[] = [
    () => fetchRelease({ release, platform, baseUrl: releasesUrl, workDirectory, onProgress }),
    () => fetchDebianPackage({ workDirectory, env, onProgress }),
  ];
  const failures: unknown[] = [];
  try {
    for (const way of ways) {
      try {
        return await place(await way(), cacheDirectory);
      } catch (error) {
        failures.push(error);
      }
    }
  } finally {
    await rm(workDirectory, { recursive: true, force: true });
  }
  throw new UsageError(INSTALL_ADVICE, { cause: new AggregateError(failures) });
}

/** Seen to run before it takes its name in the cache. */
async function place(program: string, cacheDirectory: string): Promise<NatsBinary> {
  await chmod(program, 0o755);
  const binary = await probeNatsBinary(program);
  if (binary === undefined) throw new Error(`${program} does not run here`);
  if (!isAtLeast(binary.version, OLDEST_NATS)) {
    throw new Error(`${formatVersion(binary.version)} is older than ${formatVersion(OLDEST_NATS)}`);
  }
  const path = join(cacheDirectory, `nats-server-${formatVersion(binary.version)}`);
  await rename(program, path);
  return { path, version: binary.version };
}

const INSTALL_ADVICE =
  'no nats-server was found, and none could be fetched. Install one: ' +
  '"sudo apt install nats-server" (Debian, Ubuntu) or "brew install nats-server" (macOS); ' +
  'or copy it out of the official image: "docker create --name nats nats:2.14 && docker cp nats:/nats-server ."; ' +
  'then start again, with EMOTIDE_NATS_SERVER=/path/to/nats-server if it is not on PATH';
