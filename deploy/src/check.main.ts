import { basename, join } from 'node:path';
import { findStale } from './check-generated';
import { checkOverlay } from './check-manifests';
import { deployRoot, formatProblem, type Problem } from './problem';
import { checkRules } from './rules';
import { overlaysIn } from './source-index';

/** What can be said of deploy/ without starting anything: each check with its time, each problem with file and line. */
const checks: Readonly<Record<string, () => Problem[] | Promise<Problem[]>>> = {
  'generated files': () => findStale(),
  alerts: () => checkRules(),
  ...Object.fromEntries(
    overlaysIn(join(deployRoot, 'k8s')).map((overlay) => [
      `overlay ${basename(overlay)}`,
      async () => {
        const { problems, unchecked } = await checkOverlay(overlay);
        if (unchecked.length > 0)
          say(`  not checked, as their definitions are not here: ${unchecked.join(', ')}`);
        return problems;
      },
    ]),
  ),
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);

let found = 0;
for (const [name, check] of Object.entries(checks)) {
  const startedAt = performance.now();
  const problems = await check();
  found += problems.length;
  say(
    `${problems.length === 0 ? '✓' : '✗'} ${name} (${((performance.now() - startedAt) / 1_000).toFixed(1)} s)`,
  );
  for (const problem of problems) say(`  ${formatProblem(problem)}`);
}
process.exitCode = found === 0 ? 0 : 1;
