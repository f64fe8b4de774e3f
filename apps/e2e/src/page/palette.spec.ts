import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/*
 * Charts tell free, paid and what is not known apart by colour. Here they are looked at as people see them who lack one kind
 * of cone: Machado, Oliveira and Fernandes 2009 (doi 10.1109/TVCG.2009.113), severity 1, in linear RGB.
 */
const VISIONS = {
  'all cones': [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

type Triple = readonly [number, number, number];

const css = readFileSync(new URL('../../../dashboard/src/styles/tokens.css', import.meta.url), 'utf8');
const [, light, byPreference, dark] = css.split(/^[^\n]*:root[^\n]*\{$/m);
const SCHEMES = { light: light!, 'dark by preference': byPreference!, dark: dark! };

/** OKLab distance: 0.02 is just seen, 1 lies between black and white. */
const LEAST_APART = 0.1;
/** WCAG 2.2, 1.4.11: what has to be seen to be understood. */
const LEAST_CONTRAST = 3;

describe.each(Object.entries(SCHEMES))('colours of charts, %s', (_, block) => {
  const colour = (name: string): Triple =>
    toLinear(new RegExp(`--${name}: #([0-9a-f]{6});`).exec(block)![1]!);

  it.each(Object.entries(VISIONS))('are told apart with %s', (__, matrix) => {
    const seen = (name: string) => toOklab(apply(matrix, colour(name)));
    const pairs = [
      ['free', 'paid'],
      ['free', 'other'],
      ['paid', 'other'],
      ['free', 'earlier'],
      ['paid', 'earlier'],
    ] as const;
    for (const [one, other] of pairs)
      expect([one, other, distance(seen(one), seen(other))]).toEqual([one, other, expect.toSatisfy(isApart)]);
  });

  it.each(['free', 'paid', 'other', 'earlier', 'ink-3'])('%s stands out from the paper', (name) => {
    expect(contrast(colour(name), colour('paper'))).toBeGreaterThanOrEqual(LEAST_CONTRAST);
  });
});

const isApart = (value: number): boolean => value >= LEAST_APART;

function toLinear(hex: string): Triple {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(0), channel(2), channel(4)];
}

function apply(matrix: readonly number[], [r, g, b]: Triple): Triple {
  const row = (at: number): number =>
    Math.min(1, Math.max(0, matrix[at]! * r + matrix[at + 1]! * g + matrix[at + 2]! * b));
  return [row(0), row(3), row(6)];
}

/** Ottosson, https://bottosson.github.io/posts/oklab/ */
function toOklab([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const distance = (a: Triple, b: Triple): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

function contrast(a: Triple, b: Triple): number {
  const luminance = ([r, g, blue]: Triple): number => 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
