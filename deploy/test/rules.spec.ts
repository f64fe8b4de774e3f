import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTemporaryDirectory } from '@emotide/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatProblem } from '../src/problem';
import { NO_PROMETHEUS, prometheusTools } from '../src/prometheus-tools';
import { RULES_FILE, RULE_TESTS_FILE, checkRules } from '../src/rules';

it('finds severity, runbook and tests of every alert', () => {
  expect(checkRules().map(formatProblem)).toEqual([]);
});

it.skipIf(!prometheusTools)(
  `takes every rule, and every alert fires and is quiet as its tests say${NO_PROMETHEUS}`,
  () => {
    const cwd = dirname(RULES_FILE);
    const promtool = (...args: string[]) =>
      execFileSync(prometheusTools!.promtool, args, { cwd, encoding: 'utf8' });
    expect(promtool('check', 'rules', RULES_FILE)).toContain('SUCCESS');
    expect(promtool('test', 'rules', RULE_TESTS_FILE)).toContain('SUCCESS');
  },
);

describe('says the line of', () => {
  let directory: ReturnType<typeof createTemporaryDirectory>;
  beforeEach(() => {
    directory = createTemporaryDirectory();
  });
  afterEach(() => directory.remove());

  /** What is said of the alert SinkBehind when a text of the rules is another. */
  function breakRules(from: string, to: string): string[] {
    const file = join(directory.path, 'rules.yaml');
    copyFileSync(RULES_FILE, file);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(from);
    writeFileSync(file, text.replace(from, to));
    const line = text.split('\n').findIndex((one) => one.includes('alert: SinkBehind')) + 1;
    return checkRules(file).map(
      ({ line: at, message }) => `${at === line ? 'there' : String(at)}: ${message}`,
    );
  }

  it('an alert without runbook', () => {
    expect(breakRules('          runbook: docs/runbook.md#sink-behind\n', '')).toEqual([
      'there: alert SinkBehind has no runbook',
    ]);
  });

  it('an alert whose section is not there', () => {
    expect(breakRules('#sink-behind', '#sink-behid')).toEqual([
      'there: alert SinkBehind names a section that is not there: docs/runbook.md#sink-behid',
    ]);
  });

  it('an alert that no test drives', () => {
    expect(breakRules('alert: SinkBehind', 'alert: SinkFarBehind')).toEqual([
      'there: alert SinkFarBehind has no test in which it fires',
      'there: alert SinkFarBehind has no test in which it is quiet',
    ]);
  });
});
