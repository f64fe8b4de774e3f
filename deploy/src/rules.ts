import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, isMap, isSeq, parse, parseDocument, stringify } from 'yaml';
import { deployRoot, projectRoot, type Problem } from './problem';

export const RULES_FILE = join(deployRoot, 'monitoring/rules/emotide.rules.yaml');
export const RULE_TESTS_FILE = join(deployRoot, 'monitoring/rules/emotide.tests.yaml');

/** The rules as the Prometheus operator takes them. */
export function renderPrometheusRule(): string {
  const { groups } = parse(readFileSync(RULES_FILE, 'utf8')) as { groups: unknown };
  const rule = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'emotide' },
    spec: { groups },
  };
  return `# Generated of monitoring/rules by \`npm run deploy:generate\`; not to be edited.\n${stringify(rule, { lineWidth: 0 })}`;
}

/** Alerts that have no severity, no section of the runbook, or no test that makes them fire. */
export function checkRules(rulesFile = RULES_FILE, testsFile = RULE_TESTS_FILE): Problem[] {
  const problems: Problem[] = [];
  const tests = parse(readFileSync(testsFile, 'utf8')) as {
    tests: { alert_rule_test?: { alertname: string; exp_alerts: unknown[] }[] }[];
  };
  const checked = tests.tests.flatMap(({ alert_rule_test: cases = [] }) => cases);
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(rulesFile, 'utf8'), { lineCounter: lines });
  const groups = document.get('groups');
  if (!isSeq(groups)) return [{ file: rulesFile, message: 'has no groups' }];
  for (const group of groups.items) {
    const rules = isMap(group) ? group.get('rules') : undefined;
    if (!isSeq(rules)) continue;
    for (const rule of rules.items) {
      if (!isMap(rule) || rule.get('alert') === undefined) continue;
      const name = String(rule.get('alert'));
      const say = (message: string): void =>
        void problems.push({
          file: rulesFile,
          line: lines.linePos(rule.range?.[0] ?? 0).line,
          message: `alert ${name} ${message}`,
        });
      if (!['page', 'ticket'].includes(String(rule.getIn(['labels', 'severity']))))
        say('has no severity (page or ticket)');
      const runbook = rule.getIn(['annotations', 'runbook']);
      if (typeof runbook !== 'string') say('has no runbook');
      else if (!isSection(runbook)) say(`names a section that is not there: ${runbook}`);
      for (const isFiring of [true, false])
        if (!checked.some((one) => one.alertname === name && one.exp_alerts.length > 0 === isFiring))
          say(`has no test in which it ${isFiring ? 'fires' : 'is quiet'}`);
    }
  }
  return problems;
}

/** Whether `docs/page.md#section` is a heading of a page, by the names that GitHub gives to headings. */
function isSection(link: string): boolean {
  const [page, section] = link.split('#');
  return readFileSync(join(projectRoot, page!), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .some(
      (line) =>
        line
          .replace(/^#+ /, '')
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-') === section,
    );
}
