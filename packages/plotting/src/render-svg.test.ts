import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { metricChart } from './metric-chart.js';
import { resvgFonts } from './node/resvg-fonts.js';
import { renderSvg } from './render-svg.js';
import { svgTexts } from './svg-texts.js';
import { allCharts, emptyCharts } from './testing/all-charts.js';
import { contrast } from './testing/contrast.js';
import { syntheticRows } from './testing/synthetic-rows.js';

const cases = Object.entries(allCharts);

describe.each(cases)('%s', (_, { chart, texts }) => {
  it('shows all its texts complete, legible and inside the picture', async () => {
    const svg = await renderSvg(chart);
    const shown = svgTexts(svg);
    expect(shown).toEqual(expect.arrayContaining([...texts]));
    expect(shown.filter((text) => text.includes('…'))).toEqual([]);
    const sizes = [...svg.matchAll(/font-size="([\d.]+)px"/g)].map(([, size]) => Number(size));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    const picture = new Resvg(svg, { font: resvgFonts() });
    const box = picture.getBBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(picture.width);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(picture.height);
  });
});

it.each(Object.entries(emptyCharts))('draws %s without data', async (_, chart) => {
  expect(await renderSvg(chart)).toMatch(/^<svg [\s\S]*<\/svg>$/);
});

it('keeps coordinates of a cut chart within a few picture sizes, which painters in single precision need', async () => {
  const rows = syntheticRows({ epochs: 40 }).map((row) =>
    row.strategy === 'silu' && row.run === 2 && row.epoch < 9 ? { ...row, val_loss: 10 ** (30 - row.epoch) } : row,
  );
  const svg = await renderSvg(metricChart(rows, { metric: 'val_loss' }));
  const coordinates = [...svg.matchAll(/(?: d="|translate\()([^")]*)/g)].flatMap(([, path = '']) =>
    (path.match(/-?[\d.]+(?:e[+-]?\d+)?/g) ?? []).map(Number),
  );
  expect(coordinates.length).toBeGreaterThan(500);
  expect(Math.max(...coordinates.map(Math.abs))).toBeLessThan(2000);
});

it('leaves the specification and its rows as they are', async () => {
  const { chart } = allCharts.metric ?? expect.fail();
  const before = structuredClone(chart);
  await renderSvg(chart);
  expect(chart).toStrictEqual(before);
});

it('gives equal bytes for equal charts, also when several are drawn at once', async () => {
  const draw = () => Promise.all(cases.map(([, { chart }]) => renderSvg(chart)));
  expect(await draw()).toEqual(await draw());
});

it('paints its own white ground, and text with at least 4.5:1 on it', async () => {
  const svg = await renderSvg(allCharts.metric?.chart ?? expect.fail());
  expect(svg).toMatch(/^<svg [^>]*><rect width="\d+" height="\d+" fill="#ffffff"\/>/);
  for (const [, fill = ''] of svg.matchAll(/<text[^>]* fill="(#[0-9a-f]+)"/g)) {
    expect(contrast(fill.length === 4 ? fill.replace(/[^#]/g, '$&$&') : fill, '#ffffff')).toBeGreaterThanOrEqual(4.5);
  }
});

it('reports the problem of an invalid specification', async () => {
  const broken = JSON.parse('{ "data": { "values": [] }, "mark": "circus", "encoding": {} }');
  await expect(renderSvg(broken)).rejects.toThrow('cannot draw this Vega-Lite specification: ');
});
