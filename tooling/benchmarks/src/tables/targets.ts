import { median } from '../median.js';
import type { TablesResult } from '../tables-result.js';
import { compareScores, metricsOf, scoresOf } from './compare-scores.js';

/** One target, the measured value, and whether it is met. */
export interface TableTarget {
  readonly promise: string;
  readonly wanted: string;
  readonly measured: string;
  readonly met: boolean;
}

/** What is done to the large table, as its rows are titled. */
export const largeRows: Readonly<Record<string, string>> = {
  describe: 'read and describe',
  train: 'read, divide, preprocess, train one epoch and validate',
};

/** Most resident memory of a training on the large table. */
const memoryGiB = 4;

/** Every target of tables with what was measured. */
export function tableTargets(result: TablesResult): readonly TableTarget[] {
  return [
    ...['relu', 'soft'].map((model) => qualityTarget(result, model)),
    ratioTarget(result, 'scikit-learn', 5),
    ratioTarget(result, 'tfjs-wasm', 20),
    epochTarget(result),
    memoryTarget(result),
  ];
}

function qualityTarget({ quality }: TablesResult, model: string): TableTarget {
  const compared = quality.flatMap((one) =>
    metricsOf(one).flatMap((metric) => {
      const [ours, theirs] = [model, 'mlp'].map((name) => scoresOf(one, name, metric));
      if (ours === undefined || theirs === undefined) return [];
      return [{ name: one.name, verdict: compareScores(metric, ours, theirs).verdict }];
    }),
  );
  const worse = compared.filter(({ verdict }) => verdict === 'worse').map(({ name }) => name);
  const better = compared.filter(({ verdict }) => verdict === 'better').length;
  const title = model === 'relu' ? 'ReLU' : 'soft → ReLU';
  return {
    promise: `${title}: metrics of all tables beside scikit-learn's MLP`,
    wanted: 'none worse than within noise',
    measured: `${compared.length} compared, ${better} better, ${worse.length} worse${worse.length > 0 ? ` (${[...new Set(worse)].join(', ')})` : ''}`,
    met: compared.length > 0 && worse.length === 0,
  };
}

function ratioTarget({ training }: TablesResult, peer: string, wanted: number): TableTarget {
  const [ours, theirs] = ['wasm', peer].map((name) => training.engines.find(({ engine }) => engine === name)?.seconds);
  const ratio = median(theirs ?? []) / median(ours ?? []);
  return {
    promise: `training on ${training.file}, as fast as ${peer}`,
    wanted: `≥ ${wanted}×`,
    measured: Number.isNaN(ratio) ? '–' : `${ratio.toFixed(1)}×`,
    met: ratio >= wanted,
  };
}

function epochTarget({ epoch }: TablesResult): TableTarget {
  const [ours, theirs] = [median(epoch.ours.total), median(epoch.peer.total)];
  return {
    promise: 'one epoch over all flights, reading included, beside half an epoch of scikit-learn from CSV',
    wanted: Number.isNaN(theirs) ? '–' : `≤ ${theirs.toFixed(1)} s`,
    measured: `${ours.toFixed(1)} s`,
    met: ours <= theirs,
  };
}

function memoryTarget({ large }: TablesResult): TableTarget {
  const peak = large.uses.find(({ command }) => command === 'train')?.peakMiB ?? Number.NaN;
  return {
    promise: `training on ${large.rows.toLocaleString('en-US')} × ${large.columns}, peak of resident memory`,
    wanted: `≤ ${memoryGiB} GiB`,
    measured: Number.isNaN(peak) ? '–' : `${(peak / 1024).toFixed(2)} GiB`,
    met: peak <= memoryGiB * 1024,
  };
}
