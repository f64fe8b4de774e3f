/** One metric as a process shows it. */
export interface Metric {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labels: readonly string[];
}

/** Labels that every metric has, or that only tell a histogram's parts apart. */
const COMMON = new Set(['service', 'le', 'quantile']);

/** The product's own metrics in Prometheus' text form; the runtime's (`process_…`, `nodejs_…`) are prom-client's. */
export function readMetrics(text: string): Metric[] {
  const helps = new Map(
    [...text.matchAll(/^# HELP (emotide_\w+) (.*)$/gm)].map(([, name, help]) => [name!, help!]),
  );
  const types = [...text.matchAll(/^# TYPE (emotide_\w+) (\w+)$/gm)];
  return types.map(([, name, type]) => {
    const labels = new Set<string>();
    for (const [, list] of text.matchAll(new RegExp(`^${name}(?:_bucket|_sum|_count)?\\{([^}]*)\\}`, 'gm')))
      for (const [, label] of list!.matchAll(/(\w+)="/g)) if (!COMMON.has(label!)) labels.add(label!);
    return { name: name!, type: type!, help: helps.get(name!) ?? '', labels: [...labels].sort() };
  });
}

/** A part's table of the page, and back: what is known of labels that no line had just now is kept. */
export function renderTable(metrics: readonly Metric[]): string {
  const rows = metrics.map(
    ({ name, type, help, labels }) =>
      `| \`${name}\` | ${type} | ${unitOf(name)} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help.replaceAll('|', '\\|')} |`,
  );
  return ['| name | kind | unit | labels | meaning |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

/** Metrics of a part as the page has them. */
export function parseTable(page: string, part: string): Metric[] {
  const [, section = ''] = new RegExp(`\\n## ${part}\\n([^]*?)(?=\\n## |$)`).exec(page) ?? [];
  return [...section.matchAll(/^\| `(\w+)`\s*\| (\w+)\s*\| [^|]*\| ([^|]*)\| (.*?)\s*\|$/gm)].map(
    ([, name, type, labels, help]) => ({
      name: name!,
      type: type!,
      help: help!.replaceAll('\\|', '|'),
      labels: [...labels!.matchAll(/`(\w+)`/g)].map(([, label]) => label!),
    }),
  );
}

function unitOf(name: string): string {
  const base = name.replace(/_total$/, '');
  if (/_seconds$/.test(base)) return base.endsWith('_timestamp_seconds') ? 'Unix time' : 's';
  if (/_bytes$/.test(base)) return 'bytes';
  return '1';
}

const HEAD = `# Metrics

What each process shows at \`/metrics\` on its internal port (9464 on a cluster), in Prometheus' form. Made by
\`npm run deploy:metrics\` from running processes, and compared with them by a test. Every metric also has the label
\`service\`; the runtime's own (\`process_…\`, \`nodejs_…\`) are those of prom-client.

Labels are bounded: \`partition\` by the log's partitions, \`reason\`, \`outcome\`, \`action\`, \`state\`, \`kind\`, \`why\`, \`job\`,
\`source\`, \`provider\`, \`bucket\`, \`change\` and \`result\` by lists in the code, \`field\` by the schema's root fields, \`channel\` by the ten
busiest channels of a process. Nothing that a stranger writes becomes a label's name, and only a channel's login its value.
`;

/** The whole page, of each part's metrics. */
export function renderMetricsPage(parts: Readonly<Record<string, readonly Metric[]>>): string {
  return `${HEAD}${Object.entries(parts)
    .map(([part, metrics]) => `\n## ${part}\n\n${renderTable(metrics)}\n`)
    .join('')}`;
}
