import type { StudyConfig } from './study-config.js';

type Spread = Pick<StudyConfig, 'n_runs' | 'data_seeds'>;

/**
 * The data set of each run where several runs share one of several (1 < data_seeds < n_runs): then runs are not
 * independent, and statistics are computed over data sets. Undefined where every run has its own, or all runs share
 * one; statements then hold for that one data set.
 */
export function dataSetsOfRuns({ n_runs, data_seeds }: Spread): ((run: number) => number) | undefined {
  return data_seeds > 1 && data_seeds < n_runs ? (run) => run % data_seeds : undefined;
}

/**
 * The same for pairs of runs of two studies. Where both share data sets, pairs that share one in either study form a
 * group: run r of both lies in group r mod gcd.
 */
export function dataSetsOfPairs(a: Spread, b: Spread): ((run: number) => number) | undefined {
  const n_runs = Math.min(a.n_runs, b.n_runs);
  const [own, other] = [a, b].map(({ data_seeds }) => (data_seeds < n_runs ? data_seeds : 1));
  if (own === undefined || other === undefined) return undefined;
  const groups = own > 1 && other > 1 ? greatestCommonDivisor(own, other) : Math.max(own, other);
  return own > 1 || other > 1 ? (run) => run % groups : undefined;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
