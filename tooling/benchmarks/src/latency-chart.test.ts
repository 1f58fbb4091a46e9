import { readFileSync } from 'node:fs';
import { renderSvg } from '@reluctant/plotting';
import { describe, expect, it } from 'vitest';
import { latencyChart, renderLatencyPicture } from './latency-chart.js';
import { readResult } from './result-file.js';
import type { SparseResult } from './sparse-result.js';

const result = readResult<SparseResult>('sparse');

describe('the picture of the README', () => {
  it('shows what the stored result says (mend with `pnpm docs:latency`)', async () => {
    const stored = readFileSync(new URL('../../../docs/pictures/latency.svg', import.meta.url), 'utf8');
    expect(await renderSvg(latencyChart(result))).toBe(stored);
  });

  it('holds a point of each engine for each level of zeros of both nets; that of onnxruntime is the same at all levels', () => {
    const rows = latencyChart(result).data.values;
    const series = new Map<string, (typeof rows)[number][]>();
    for (const row of rows) series.set(String(row.series), [...(series.get(String(row.series)) ?? []), row]);
    expect([...series.keys()].sort()).toEqual([
      'SparseSession, deep MLP',
      'SparseSession, one FFN block',
      'onnxruntime, deep MLP',
      'onnxruntime, one FFN block',
    ]);
    for (const [name, points] of series) {
      expect(points).toHaveLength(4);
      for (const { x } of points) expect(Number(x)).toBeGreaterThan(49);
      for (const { x } of points) expect(Number(x)).toBeLessThan(100);
      expect(new Set(points.map(({ y }) => y)).size).toBe(name.startsWith('onnxruntime') ? 1 : 4);
    }
  });

  it('is told in words: both nets, with their times and gains', () => {
    const text = renderLatencyPicture(result);
    for (const { title } of result.cases.filter(({ name }) => ['a', 'b'].includes(name))) expect(text).toContain(title);
    expect(text).toMatch(
      /alt="[^"]*onnxruntime \d+\.\d ms, SparseSession \d+\.\d ms at \d+ % zeros \(\d\.\d× as fast\)/,
    );
  });

  it('names a net that the result does not hold', () => {
    const cases = result.cases.filter(({ name }) => name !== 'b');
    expect(() => latencyChart({ ...result, cases })).toThrow('results/sparse.json has no net (b)');
  });
});
