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

  it('holds a point for each level of zeros of both nets, between the two ends of a line of onnxruntime', () => {
    const rows = latencyChart(result).data.values;
    const onnxRuntime = rows.filter(({ reference }) => reference === true);
    const points = rows.filter(({ reference }) => reference === false);
    expect(onnxRuntime).toHaveLength(4);
    expect(points).toHaveLength(8);
    for (const { x, y } of points) {
      expect(Number(x)).toBeGreaterThanOrEqual(49);
      expect(Number(x)).toBeLessThanOrEqual(100);
      expect(Number(y)).toBeGreaterThan(0);
    }
  });

  it('is told in words: both nets, with their times and gains', () => {
    const text = renderLatencyPicture(result);
    for (const { title } of result.cases.filter(({ name }) => ['a', 'b'].includes(name))) expect(text).toContain(title);
    expect(text).toMatch(/alt="[^"]*onnxruntime \d+\.\d ms, SparseSession \d+\.\d ms at \d+ % zeros \(\d\.\d× as fast\)/);
  });

  it('names a net that the result does not hold', () => {
    const cases = result.cases.filter(({ name }) => name !== 'b');
    expect(() => latencyChart({ ...result, cases })).toThrow('results/sparse.json has no net (b)');
  });
});
