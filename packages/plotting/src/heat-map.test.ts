import { expect, it } from 'vitest';
import { heatMap } from './heat-map.js';
import { renderSvg } from './render-svg.js';
import { svgTexts } from './svg-texts.js';
import { contrast } from './testing/contrast.js';
import { textWidth } from './text-width.js';
import { trainTestHeatMap } from './train-test-heat-map.js';

const titles = { title: 'Sweep', xTitle: 'x', yTitle: 'y', valueTitle: 'value' };

it('writes each value on its colour with a contrast of at least 4.5:1', async () => {
  const cells = Array.from({ length: 60 }, (_, index) => ({ x: index, y: 'y', value: index / 59, panel: 'one' }));
  const svg = await renderSvg(heatMap(cells, titles));
  const grounds = [...svg.matchAll(/<path[^>]*d="M[^"]*" fill="(rgb[^"]*|#[0-9a-f]{6})" stroke="#ffffff"/g)].map(
    ([, fill]) => fill ?? '',
  );
  const inks = [...svg.matchAll(/<text[^>]* fill="(#000000|#ffffff)"[^>]*>[01]\.\d{3}</g)].map(
    ([, fill]) => fill ?? '',
  );
  expect([grounds.length, inks.length]).toEqual([60, 60]);
  grounds.forEach((ground, index) => {
    expect(contrast(ground, inks[index] ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});

it('keeps value and std, maps non-finite values to null, and sorts numbers but not names', () => {
  const chart = heatMap(
    [
      { x: 16, y: 'b', value: 0.25, std: 0.5 },
      { x: 4, y: 'a', value: Number.NaN, std: null },
    ],
    titles,
  );
  expect(chart.data.values).toEqual([
    { x: 16, y: 'b', value: 0.25, std: 0.5 },
    { x: 4, y: 'a', value: null, std: null },
  ]);
  const { x, y } = JSON.parse(JSON.stringify(chart)).encoding;
  expect([x.sort, y.sort]).toEqual([
    [4, 16],
    ['b', 'a'],
  ]);
});

it('is a train × test table with training down and testing across', () => {
  const chart = trainTestHeatMap([{ train: 'silu', test: 'relu', value: 0.9 }], { valueTitle: 'accuracy' });
  expect(chart.data.values).toEqual([{ x: 'relu', y: 'silu', value: 0.9, std: null }]);
});

it('puts panels in the order of the cells', async () => {
  const cells = ['relu', 'gumbel_stoch', 'anneal'].map((panel) => ({ panel, x: 1, y: 2, value: 0.5 }));
  const svg = await renderSvg(heatMap(cells, { title: 't', xTitle: 'x', yTitle: 'y', valueTitle: 'v' }));
  const headings = svgTexts(svg).filter((text) => cells.some(({ panel }) => panel === text));
  expect(headings).toEqual(['relu', 'gumbel_stoch', 'anneal']);
});

it('keeps long names apart from the title of their axis', async () => {
  const name = 'stoch:share=0.7,domain=negative,granularity=layer';
  const chart = heatMap([{ x: 1, y: name, value: 1 }], {
    title: 't',
    xTitle: 'x',
    yTitle: 'trained with',
    valueTitle: 'v',
  });
  const svg = await renderSvg(chart);
  // The title is placed by its distance from the axis.
  const [, left] = svg.match(/translate\((-[\d.]+),[\d.]+\) rotate\(-90\)[^>]*>trained with</) ?? [];
  expect(Number(left)).toBeLessThan(-textWidth(name, 13));
});
