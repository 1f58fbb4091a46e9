import { RandomStream } from '@reluctant/random';
import { summariseStudy } from '@reluctant/study';
import { rowOf } from '@reluctant/testing';
import { parseStrategies } from '@reluctant/trainer';
import { expect, test } from 'vitest';
import { findings } from '../findings/findings.js';
import { smallStudy } from '../testing/small-study.js';
import { condenseComparisons, describeComparison } from './describe-comparison.js';

const strategies = parseStrategies(['relu', 'silu']);
const stream = new RandomStream({ seed: 12, run: 0 }, 'resample');

/** A study of pairs of losses; NaN is a run that diverged, and a loss above 0.6 is a dead run. */
function studyOf(losses: (run: number, strategy: number) => number, n_runs: number, changes = {}) {
  const config = smallStudy({ strategies, n_runs, epochs: 1, ...changes });
  const all = strategies.flatMap(({ name }, index) =>
    Array.from({ length: n_runs }, (_, run) => ({ name, run, loss: losses(run, index) })),
  );
  return summariseStudy(config, {
    rows: all
      .filter(({ loss }) => Number.isFinite(loss))
      .map(({ name, run, loss }) => ({
        ...rowOf({ strategy: name, run }, 1),
        val_loss: loss,
        ...(loss > 0.6 && { sparsity_layers: [0.25, 1] }),
      })),
    diverged: all
      .filter(({ loss }) => !Number.isFinite(loss))
      .map(({ name, run }) => ({ strategy: name, run, epoch: 1, step: 3, message: `${name} diverged` })),
    tests: [],
  });
}

const sentence = (summary: ReturnType<typeof studyOf>): string => {
  const [comparison] = summary.comparisons?.comparisons ?? [];
  if (comparison === undefined) throw new Error('expected a comparison');
  return describeComparison(summary, comparison);
};

/** Most runs of the candidate are slightly higher; 4 % of the baseline's runs are dead. */
function deaths(run: number, strategy: number): number {
  const noise = stream.normal({ step: run, layer: strategy, rows: 1, units: 1 })[0] ?? 0;
  if (strategy === 0) return run % 25 === 0 ? 0.69 : 0.25 + 0.01 * noise;
  return 0.254 + 0.01 * noise;
}

test('a loss that is higher in most runs is worse; a lower mean is reported with its cause and its own test', () => {
  const summary = studyOf(deaths, 1000);
  const [comparison] = summary.comparisons?.comparisons ?? [];
  expect(comparison).toMatchObject({ verdict: 'different', direction: 'higher', mean_disagrees: true, dead: [40, 0] });
  const text = sentence(summary);
  expect(text).toMatch(
    /^`silu` against `relu`: \*\*different\*\*, worse: higher by 0\.00\d nats \(96 % interval 0\.00\d to 0\.00\d, p < 0\.001\), higher in \d{3} of 1,000 runs; the difference is less than the margin of 0\.01\./,
  );
  expect(text).toMatch(
    / The mean points the other way, lower by 0\.01\d nats \(96 % interval .+\): 40 dead runs of `relu` move it \(`silu` has none\)\. Its own test holds \(p < 0\.001\)\.$/,
  );
  expect(text).not.toContain('better');
  expect(condenseComparisons(summary, ['silu'])).toMatch(/^`silu` \+0\.00\d \(different; mean −0\.01\d\)$/);
  expect(findings({ preset: undefined, parts: [{ name: '', label: '', summary }] })).toContain(text);
});

test('a mean that dead runs move, but not significantly, is no claim; without dead runs it is a long tail', () => {
  const few = (run: number, strategy: number) =>
    run === 0 && strategy === 0 ? 0.69 : 0.25 + 1e-4 * (run % 7) + 0.003 * strategy;
  expect(sentence(studyOf(few, 60))).toMatch(
    /1 dead run of `relu` moves it \(`silu` has none\)\. Its own test does not tell it from 0 \(p = 0\.\d{3}\)\.$/,
  );
  const tail = (run: number, strategy: number) =>
    strategy === 0 && run === 0 ? 0.59 : 0.2 + 0.0001 * (run % 7) + 0.002 * strategy;
  expect(sentence(studyOf(tail, 60))).toContain('a long tail, few runs with large differences, moves it');
});

test('80 of 100 runs that diverged are worse, never equivalent, and the sentence and the findings count them', () => {
  const summary = studyOf((run, strategy) => (strategy === 1 && run < 80 ? Number.NaN : deaths(run + 1, 1)), 100);
  const [comparison] = summary.comparisons?.comparisons ?? [];
  expect(comparison).toMatchObject({ n: 100, verdict: 'different', direction: 'higher', diverged: [0, 80] });
  expect(sentence(summary)).toMatch(
    /^`silu` against `relu`: \*\*different\*\*, worse: higher .*Diverged: 80 runs of `silu`, no run of `relu`; such a run counts as worse than every run that did not diverge/,
  );
  const few = studyOf(
    (run, strategy) => (strategy === 1 && run < 3 ? Number.NaN : 0.25 + 1e-4 * ((run * (strategy + 7)) % 11)),
    100,
  );
  expect(few.comparisons?.comparisons[0]?.verdict).not.toBe('equivalent');
});

test('equivalence reports both intervals behind the verdict, with their level', () => {
  const summary = studyOf(
    (run, strategy) => 0.25 + 0.001 * (stream.normal({ step: run, layer: 9, rows: 2, units: 1 })[strategy] ?? 0),
    30,
  );
  expect(sentence(summary)).toMatch(
    /\*\*equivalent\*\* within 0\.01 nats: (higher|lower) by 0\.000 nats \(92 % interval [−\d.]+ to [−\d.]+; mean [+−\d.]+, 92 % interval [−\d.]+ to [−\d.]+; p < 0\.001\)/,
  );
});

test('runs that share data sets are compared over data sets; the findings say so and name impossible verdicts', () => {
  const summary = studyOf((run, strategy) => 0.25 + 0.05 * (run % 8) * strategy + 0.001 * run, 40, { data_seeds: 8 });
  expect(summary.comparisons?.comparisons[0]).toMatchObject({ n: 8, unit: 'data sets' });
  const text = findings({ preset: undefined, parts: [{ name: '', label: '', summary }] });
  expect(text).toContain('tests and intervals are computed over the 8 data sets');
  expect(text).toContain(
    'At most 5 % of studies contain a false claim of either kind, *different* or *equivalent*, however often they grow.',
  );
  const [low, high] = summary.strategies[0]?.last.val_loss?.interval_95 ?? [];
  // Means of the eight data sets differ by 0.001 each: t(0.975, 7)·std/√8.
  const half = (2.3646 * 0.001 * Math.sqrt(6)) / Math.sqrt(8);
  expect(((high ?? 0) - (low ?? 0)) / 2).toBeCloseTo(half, 6);
});
