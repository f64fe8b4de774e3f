/**
 * Reads one metric out of Prometheus' text form.
 *
 * @returns its values, one for each set of labels; none where it is absent
 */
export function readMetric(text: string, name: string): number[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
}
