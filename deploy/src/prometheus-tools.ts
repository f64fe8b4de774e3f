import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface PrometheusTools {
  readonly prometheus: string;
  readonly promtool: string;
}

/**
 * A real Prometheus with promtool: on PATH, in the cache, or from the distribution's package, which is unpacked into the
 * cache and not installed. Undefined where none can be had; checks that need it then say so and are skipped.
 */
export function findPrometheus(): PrometheusTools | undefined {
  const cache = join(process.env['EMOTIDE_CACHE_DIR'] ?? join(homedir(), '.cache/emotide'), 'prometheus');
  for (const directory of [...(process.env['PATH'] ?? '').split(delimiter), cache]) {
    const tools = { prometheus: join(directory, 'prometheus'), promtool: join(directory, 'promtool') };
    if (existsSync(tools.prometheus) && existsSync(tools.promtool)) return tools;
  }
  return fetchPackage(cache)
    ? { prometheus: join(cache, 'prometheus'), promtool: join(cache, 'promtool') }
    : undefined;
}

function fetchPackage(cache: string): boolean {
  const work = mkdtempSync(join(tmpdir(), 'emotide-prometheus-'));
  try {
    const run = (command: string, args: readonly string[]) =>
      execFileSync(command, args, { cwd: work, stdio: 'ignore', timeout: 60_000 });
    run('apt-get', ['-q', '-o', 'Acquire::Retries=0', 'download', 'prometheus']);
    run('dpkg-deb', ['-x', readdirSync(work).find((name) => name.endsWith('.deb'))!, 'root']);
    mkdirSync(cache, { recursive: true });
    for (const name of ['promtool', 'prometheus'])
      cpSync(join(work, 'root/usr/bin', name), join(cache, name));
    return true;
  } catch {
    return false;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

export const prometheusTools = findPrometheus();

/** The reason that a skipped test gives in its title. */
export const NO_PROMETHEUS =
  prometheusTools === undefined ? " (skipped: no prometheus here; it is Debian's package of this name)" : '';
