import { describe, expect, it } from 'vitest';
import { layerStyles } from './layer-styles.js';
import { seriesStyles, styleOf } from './series-style.js';
import { leastDistance, seenDistance } from './testing/color-vision.js';
import { contrast } from './testing/contrast.js';
import { fiveStrategies } from './testing/synthetic-rows.js';

const many = [
  ...fiveStrategies,
  ...Array.from({ length: 345 }, (_, index) => `strategy ${String(index).padStart(3, '0')}`),
];
const others = many.slice(5);

/** Every pair of a list. */
function pairsOf<Item>(items: readonly Item[]): (readonly [Item, Item])[] {
  return items.flatMap((first, at) => items.slice(0, at).map((second) => [first, second] as const));
}

describe('seriesStyles', () => {
  it('keeps the order of the names, each once', () => {
    const names = ['zeta', 'silu', 'anneal', 'relu', 'zeta'];
    expect(seriesStyles(names).map(({ name }) => name)).toEqual(['zeta', 'silu', 'anneal', 'relu']);
  });

  it('gives the five activations the same style in any set and order', () => {
    const all = seriesStyles(many);
    for (const name of fiveStrategies) {
      expect(styleOf(name, ['zeta', 'anneal'])).toEqual(all.find((style) => style.name === name));
    }
  });

  it('gives a set of names the same styles in any order', () => {
    const byName = (styles: ReturnType<typeof seriesStyles>) => new Map(styles.map((style) => [style.name, style]));
    expect(byName(seriesStyles([...many].reverse()))).toEqual(byName(seriesStyles(many)));
  });

  it('gives a strategy the same style in studies with others, unless one of them has the same preference', () => {
    const alone = (name: string) => styleOf(name, fiveStrategies);
    for (const [first, second] of pairsOf(others.slice(0, 20))) {
      const [a, b] = seriesStyles([...fiveStrategies, first, second]).slice(5);
      if (alone(first).color !== alone(second).color) {
        expect([a, b]).toEqual([alone(first), alone(second)]);
      } else {
        expect([a, b].filter((style) => style?.color === alone(first).color)).toHaveLength(1);
      }
    }
  });

  it('returns the style of one among all', () => {
    expect(styleOf('strategy 007', many)).toEqual(seriesStyles(many)[12]);
  });

  it('tells 350 series apart by colour, dash and shape, and 84 without the dash', () => {
    const styles = seriesStyles(many);
    const looks = (some: typeof styles, dash: boolean) =>
      new Set(some.map((style) => JSON.stringify([style.color, style.shape, dash ? style.dash : '']))).size;
    expect(looks(styles, true)).toBe(350);
    expect(looks(styles.slice(0, 84), false)).toBe(84);
  });

  it('repeats no colour among any twelve series', () => {
    for (const some of [many.slice(0, 12), others.slice(0, 12), ['relu', ...others.slice(0, 11)]]) {
      expect(new Set(seriesStyles(some).map(({ color }) => color)).size).toBe(12);
    }
  });

  it('has a contrast of at least 3:1 against white', () => {
    for (const { color } of seriesStyles(many)) expect(contrast(color, '#ffffff')).toBeGreaterThanOrEqual(3);
  });

  it('keeps any two of twelve colours apart: OKLab distance > 0.17, and > 0.085 for colour-blind eyes', () => {
    for (const [{ color: a }, { color: b }] of pairsOf(seriesStyles(many.slice(0, 12)))) {
      expect(seenDistance(a, b, 'full'), `${a} ${b}`).toBeGreaterThan(0.17);
      expect(leastDistance(a, b), `${a} ${b}`).toBeGreaterThan(0.085);
    }
  });

  it('keeps those of twelve that share a dash or a marker further apart: > 0.16 for all eyes', () => {
    for (const [a, b] of pairsOf(seriesStyles(many.slice(0, 12)))) {
      if (a.shape !== b.shape && JSON.stringify(a.dash) !== JSON.stringify(b.dash)) continue;
      expect(leastDistance(a.color, b.color), `${a.color} ${b.color}`).toBeGreaterThan(0.16);
    }
  });
});

describe('layerStyles', () => {
  const colors = seriesStyles(many.slice(0, 12)).map(({ color }) => color);

  it.each(colors)(
    'tells four layers of %s apart for all eyes: OKLab distance > 0.09, dashes and markers differ',
    (color) => {
      const styles = layerStyles(['1', '2', '3', '4'], color);
      for (const [a, b] of pairsOf(styles)) {
        expect(leastDistance(a.color, b.color)).toBeGreaterThan(0.09);
        expect(a.shape).not.toBe(b.shape);
        expect(a.dash).not.toEqual(b.dash);
      }
      for (const style of styles) expect(contrast(style.color, '#ffffff')).toBeGreaterThanOrEqual(3);
    },
  );

  it('leaves a single layer the colour of its strategy', () => {
    expect(layerStyles(['1'], '#D55E00').map(({ color }) => color)).toEqual(['#D55E00']);
  });
});
