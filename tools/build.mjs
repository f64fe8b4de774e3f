import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What runs as a process of its own, by the name of its bundle in dist/. */
const ENTRIES = {
  emotide: 'apps/emotide/src/main.ts',
  collector: 'apps/collector/src/main.ts',
  sink: 'apps/sink/src/main.ts',
  'sink-replay': 'apps/sink/src/replay.main.ts',
  'sink-backup': 'apps/sink/src/backup.main.ts',
  'sink-rollups': 'apps/sink/src/roll-ups.main.ts',
  scout: 'apps/scout/src/main.ts',
  importer: 'apps/importer/src/main.ts',
  api: 'apps/api/src/main.ts',
  'twitch-sim': 'apps/twitch-sim/src/main.ts',
  'clickhouse-server': 'libs/embedded/src/clickhouse-server.main.ts',
};

const STAMP = 'dist/.sources-sha256';

/**
 * Bundles every process into one file: it starts in a third of the time and needs no node_modules but the native ones;
 * and the dashboard into files that the api serves.
 *
 * Does nothing when the bundles are those of the present sources, and replaces them in one step when not: a running
 * instance starts its parts again from them.
 */
export async function buildAll() {
  const wanted = sourcesSha256();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  const next = `dist.${process.pid}`;
  await build({
    entryPoints: ENTRIES,
    outdir: next,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    // The engine and its loader are native code; they stay in node_modules.
    external: ['ffi-rs', '@chdb/*'],
    // CommonJS packages inside an ES module still ask for it.
    banner: {
      js: "import { createRequire as toRequire } from 'node:module'; const require = toRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  // The api serves it from beside its own bundle.
  const { build: buildPage } = await import('vite');
  const { NODE_ENV } = process.env;
  await buildPage({
    configFile: 'apps/dashboard/vite.config.mjs',
    build: { outDir: join(process.cwd(), next, 'dashboard') },
    logLevel: 'warn',
  });
  // It says `production` to all that is started after it: npm would leave out what only tests and checks need.
  if (NODE_ENV === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = NODE_ENV;
  writeFileSync(`${next}/.sources-sha256`, wanted);
  rmSync('dist', { recursive: true, force: true });
  renameSync(next, 'dist');
}

/** Names, sizes and times of all that goes into the bundles. */
function sourcesSha256() {
  const hash = createHash('sha256');
  for (const file of walk(['apps', 'libs', 'tools/build.mjs', 'package-lock.json'])) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function* walk(paths) {
  for (const path of paths) {
    if (!statSync(path).isDirectory()) yield path;
    else if (!/(^|\/)(node_modules|test|demo)$/.test(path))
      yield* walk(
        readdirSync(path)
          .sort()
          .map((name) => `${path}/${name}`),
      );
  }
}

if (import.meta.url === `file://${process.argv[1]}`) await buildAll();
