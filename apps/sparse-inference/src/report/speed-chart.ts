import { type Chart, type LinePoint, lineChart } from '@reluctant/plotting';
import type { BenchFile } from '../directory/bench-file.js';
import { engineNames } from '../directory/bench-file.js';
import { baselineOf } from './bench-tables.js';

const asTrained = 'SparseSession, model as trained';

/**
 * Speed-up against density at batch 1: a line for each engine over the models with shifted biases, a point for the
 * model as trained, and the memory-bandwidth bound.
 *
 * @returns undefined without densities or without cases of that number of threads
 */
export function speedChart(bench: BenchFile, threads: number): Chart | undefined {
  const cases = bench.cases.filter((one) => one.batch === 1 && one.threads === threads && one.density !== null);
  const sweep = cases.filter(({ model }) => model !== 'as trained').sort((a, b) => (a.density ?? 0) - (b.density ?? 0));
  if (sweep.length === 0) return undefined;
  const speedUps = (name: string, among: typeof cases, series: string): LinePoint[] =>
    among.flatMap((one) => {
      const engine = one.engines.find((candidate) => candidate.engine === name);
      const baseline = baselineOf(one);
      return engine && baseline && one.density !== null
        ? [{ series, x: Math.round(one.density * 1000) / 10, y: baseline.median_us / engine.median_us }]
        : [];
    });
  const bound = sweep
    .flatMap((one) => {
      const baseline = baselineOf(one);
      return baseline && one.bound_us !== null && one.density !== null
        ? [{ x: Math.round(one.density * 1000) / 10, y: baseline.median_us / one.bound_us }]
        : [];
    })
    .sort((a, b) => a.x - b.x);
  const points = [
    ...[engineNames.session, engineNames.sparse, engineNames.ownDense].flatMap((name) => speedUps(name, sweep, name)),
    ...speedUps(
      engineNames.session,
      cases.filter(({ model }) => model === 'as trained'),
      asTrained,
    ),
  ];
  const baseline = baselineOf(sweep[0] ?? { engines: [], model: '', density: null, batch: 1, threads, bound_us: null });
  const densities = [...new Set(sweep.map(({ density }) => Math.round((density ?? 0) * 1000) / 10))];
  return lineChart(points, {
    title: 'Speed-up against density, batch 1',
    subtitle: `${bench.widths.join(' → ')}, ${threads} ${threads === 1 ? 'thread' : 'threads'}; 1 = ${baseline?.engine ?? 'nothing'}`,
    x: { title: 'weights after ReLU that one row needs (%)', scale: 'log', ticks: densities },
    y: { title: 'speed-up (×)', scale: 'log', format: '~g', ticks: [0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50] },
    seriesTitle: 'engine',
    references: [{ name: 'bound: needed bytes / bandwidth', points: bound }],
  });
}
