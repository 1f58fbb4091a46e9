import { expect, test } from 'vitest';
import { growthInRows } from './growth-in-rows.js';

test('run, plot, compare and run --resume on a written study of 2,000 rows end well and are measured', async () => {
  const { rows, bytes, commands } = await growthInRows(2000);
  expect(rows).toBe(2000);
  expect(bytes).toBeGreaterThan(100 * rows);
  expect(commands.map(({ command }) => command)).toEqual(['run', 'plot', 'compare', 'run --resume']);
  for (const { cpuSeconds, peakMiB } of commands) {
    expect(cpuSeconds).toBeGreaterThan(0);
    expect(peakMiB).toBeGreaterThan(10);
  }
});
