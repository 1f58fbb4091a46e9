import { expect, it } from 'vitest';
import { legendSymbol } from './legend-symbol.js';
import { metricChart } from './metric-chart.js';
import { renderSvg } from './render-svg.js';
import { dashes, seriesStyles, shapes } from './series-style.js';
import { syntheticRows } from './testing/synthetic-rows.js';

it('differs in marker and in dash', () => {
  const symbols = shapes.flatMap((shape) =>
    dashes.map((dash) => legendSymbol({ name: 'any', color: '#000000', shape, dash: [...dash] })),
  );
  expect(new Set(symbols).size).toBe(shapes.length * dashes.length);
});

it('is a solid line with a gap for the marker, or a dashed line without one', () => {
  const [line] = [legendSymbol({ name: 'any', color: '#000000', shape: 'square', dash: [1, 0] })];
  expect(line).toBe('M-1,-1H1V1H-1ZM-4.195,-0.191H-1.43V0.191H-4.195ZM1.43,-0.191H4.195V0.191H1.43Z');
  const reference = legendSymbol({ name: 'any', color: '#000000', shape: 'M0,0Z', dash: [40, 40] });
  expect(reference).toBe('M-4.195,-0.191H3.432V0.191H-4.195Z');
});

it('stands in legends, in the declared order of the strategies', async () => {
  const strategies = ['zeta', 'silu', 'anneal', 'relu'];
  const rows = syntheticRows({ strategies: [...strategies].reverse() });
  const svg = await renderSvg(metricChart(rows, { metric: 'val_loss', strategies }));
  const labels = [...svg.matchAll(/<text[^>]*>(zeta|silu|anneal|relu)<\/text>/g)].map(([, name]) => name);
  expect(labels).toEqual(strategies);
  // Each entry is one path with as many subpaths as its line has strokes, besides the marker.
  const paths = [...svg.matchAll(/<path[^>]* d="(M[^"]*)"[^>]* fill="(#[0-9A-F]{6})"/g)];
  for (const style of seriesStyles(strategies)) {
    const strokes = legendSymbol(style).split('M').length - 1;
    expect(paths.some(([, path = '', fill]) => fill === style.color && path.split('M').length - 1 === strokes)).toBe(
      true,
    );
  }
});
