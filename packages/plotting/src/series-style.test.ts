import { describe, expect, it } from 'vitest';
import { layerStyles } from './layer-styles.js';
import { seriesStyles, styleOf } from './series-style.js';
import { contrast, linearRgb } from './testing/contrast.js';
import { fiveStrategies } from './testing/synthetic-rows.js';

const many = [
  ...fiveStrategies,
  ...Array.from({ length: 345 }, (_, index) => `strategy ${String(index).padStart(3, '0')}`),
];

describe('seriesStyles', () => {
  it('gives the five activations the same style in any set and order', () => {
    const all = seriesStyles(many);
    for (const name of fiveStrategies) {
      expect(seriesStyles(['zeta', name, 'anneal'])[0]).toEqual(all.find((style) => style.name === name));
    }
  });

  it('does not depend on the order of the rows', () => {
    expect(seriesStyles([...many].reverse())).toEqual(seriesStyles(many));
  });

  it('returns the style of one among all', () => {
    expect(styleOf('strategy 007', many)).toEqual(seriesStyles(many)[12]);
  });

  it('tells 350 series apart by colour, dash and shape, and 70 without the dash', () => {
    const styles = seriesStyles(many);
    const looks = (some: typeof styles, dash: boolean) =>
      new Set(some.map((style) => JSON.stringify([style.color, style.shape, dash ? style.dash : '']))).size;
    expect(looks(styles, true)).toBe(350);
    expect(looks(styles.slice(0, 70), false)).toBe(70);
  });

  it('repeats no colour among any ten series', () => {
    const others = many.slice(5);
    for (const some of [many.slice(0, 10), others.slice(0, 10), ['relu', ...others.slice(0, 9)]]) {
      expect(new Set(seriesStyles(some).map(({ color }) => color)).size).toBe(10);
    }
  });

  it('has a contrast of at least 3:1 against white', () => {
    for (const { color } of [...seriesStyles(many), ...layerStyles(['1', '2', '3', '4'], '#009E73')]) {
      expect(contrast(color, '#ffffff')).toBeGreaterThanOrEqual(3);
    }
  });

  it('keeps the five activations apart for every kind of colour vision, OKLab distance > 0.08', () => {
    const colors = seriesStyles(fiveStrategies).map(({ color }) => linearRgb(color));
    for (const matrix of Object.values(colorVision)) {
      const seen = colors.map((color) => okLab(through(matrix, color)));
      seen.forEach((first, index) => {
        for (const second of seen.slice(0, index)) {
          const distance = Math.hypot(...first.map((value, axis) => value - (second[axis] ?? Number.NaN)));
          expect(distance).toBeGreaterThan(0.08);
        }
      });
    }
  });
});

/** Simulation of vision without one cone type, in linear RGB: Machado, Oliveira and Fernandes 2009, severity 1. */
const colorVision = {
  full: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

type Triple = [number, number, number];

function through(matrix: readonly number[], vector: Triple): Triple {
  const row = (start: number) =>
    Math.min(
      1,
      Math.max(
        0,
        vector.reduce((sum, value, column) => sum + value * (matrix[start + column] ?? 0), 0),
      ),
    );
  return [row(0), row(3), row(6)];
}

/** Ottosson's OKLab: its distances approximate perceived differences. */
function okLab([red, green, blue]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
