/**
 * Reads one metric out of Prometheus' text form.
 *
 * @param label as it stands there, `state="joined"`: only values that have it
 * @returns its values, one for each set of labels; none where it is absent
 */
export function readMetric(text: string, name: string, label = ''): number[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => line.includes(label))
    .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
}
