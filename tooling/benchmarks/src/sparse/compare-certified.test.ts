import { expect, it } from 'vitest';
import type { SparseCall, SparseCaseResult } from '../sparse-result.js';
import { certifiedBatchTable, certifiedCostTable, certifiedTable } from './certified-tables.js';
import { compareCertified } from './compare-certified.js';
import { targetRows } from './targets.js';

const call = (threads: number, more: Partial<SparseCall>): SparseCall => ({
  ...{ engine: `session-${threads}`, threads, batch: 1, own: false, calls: 10, median: 1000, p90: 1100, p99: 1200 },
  ...{ overOnnxRuntime: 3, overOwnDense: 2, ofBound: 0.9, inputs: 0, ...more },
});

const net = (name: string, calls: readonly SparseCall[]): SparseCaseResult => ({
  ...{ name, title: `net ${name}`, weights: 1000, disturbances: 0, bandwidth: [], accuracy: [], calls },
  inputSets: [
    { title: '50 %', densities: [1, 0.5, 1], candidates: 0.6 },
    { title: '10 %', densities: [1, 0.1, 1], candidates: 0.15 },
  ],
});

/** Single rows at 50 % and 10 % active units and batches of 4, on one thread and on two. */
const measured = (name: string, single: number, again: number, batch: number): SparseCaseResult =>
  net(
    name,
    [1, 2].flatMap((threads) => [
      call(threads, { inputs: 0, overUncertified: single, overAgain: again }),
      call(threads, { inputs: 1, overUncertified: 1.6, overAgain: again }),
      call(threads, { inputs: 0, batch: 4, own: true, overUncertified: batch, overAgain: 1 / again }),
    ]),
  );

it('compares where certified zeros should gain nothing: other nets, many active units, batches; not their gains', () => {
  const cases = [measured('a', 0.97, 1.02, 1.01), measured('b', 1, 1.02, 0.99)];
  const groups = compareCertified({ cases });
  expect(groups.map(({ title, calls }) => [title, calls])).toEqual([
    ['(b), single rows', 4],
    ['the other nets at 50 % active units, single rows', 2],
    ['all nets, batches of 4', 4],
  ]);
  expect(groups[1]?.without).toEqual({ mean: expect.closeTo(0.97, 9), least: 0.97, most: 0.97 });
});

it('allows two standard errors of the same session again, over pairs of processes, at least one per cent each', () => {
  const floorOf = (again: number) => compareCertified({ cases: [measured('a', 1, again, 1)] })[0]?.floor;
  // Two pairs, one for each number of threads.
  expect(floorOf(1.1)).toBeCloseTo(Math.exp((-2 * Math.log(1.1)) / Math.sqrt(2)), 9);
  expect(floorOf(1)).toBeCloseTo(Math.exp(-0.02), 9);
  const verdict = (single: number) =>
    targetRows({ cases: [measured('a', single, 1.02, 1)] }).find(({ promise }) =>
      promise.includes('50 % active units'),
    );
  expect(verdict(0.98)).toMatchObject({ wanted: '≥ 0.97×', measured: '0.98×', met: true });
  expect(verdict(0.96)).toMatchObject({ measured: '0.96×', met: false });
});

it('shows the same session again beside each comparison, and says where there is none', () => {
  const cases = [measured('a', 0.97, 1.02, 1.01)];
  expect(certifiedTable(cases).split('\n')[2]).toBe(
    '| (a) 50 %, 1 thread | 50.0 % | 60.0 % | 0.97× | 1.02× | 90 % | 3.0× |',
  );
  expect(certifiedBatchTable(cases).split('\n')[2]).toBe('| (a) 50 %, 1 thread | 1.01× | 0.98× |');
  expect(certifiedCostTable({ cases }).split('\n')[2]).toBe(
    '| the other nets at 50 % active units, single rows | 2 | 0.97× (0.97× to 0.97×) | 1.02× (1.02× to 1.02×) | ≥ 0.97× | **slower** |',
  );
  const earlier = [net('a', [call(1, { overUncertified: 1.6 })])];
  expect(certifiedTable(earlier)).toContain('| 1.60× | – | 90 % |');
  expect(certifiedBatchTable(earlier)).toBe('The stored result was measured before batches were compared.');
  expect(certifiedCostTable({ cases: earlier })).toBe(
    'The stored result was measured before a second process of the same session was.',
  );
});
