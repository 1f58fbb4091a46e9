import { type Chart, tradeOffChart } from '@reluctant/plotting';
import type { Task } from '@reluctant/preprocessing';
import type { Trial } from './trial.js';

/**
 * Zeros against accuracy, or against the RMSE, of the trials of a search on the validation rows; the chosen one is
 * circled.
 */
export function tradeOff(trials: readonly Trial[], chosen: number, task: Task): Chart {
  const isClassifier = task === 'classification';
  const points = trials.flatMap((trial) => {
    const quality = isClassifier ? trial.val_accuracy : Math.sqrt(trial.val_loss ?? Number.NaN);
    if (trial.outcome !== 'finished' || quality === null || trial.zeros === null) return [];
    const { n_layers } = trial.hyperparameters;
    const series = `${n_layers} hidden ${n_layers === 1 ? 'layer' : 'layers'}`;
    return [{ series, x: 100 * trial.zeros, y: quality, marked: trial.trial === chosen }];
  });
  return tradeOffChart(points, {
    title: `Zeros against ${isClassifier ? 'accuracy' : 'error'}: the nets of the search`,
    subtitle: 'validation rows; circled: the net that was chosen; dashed: none has both more zeros and a better answer',
    x: { title: 'hidden activations that are exactly zero (%)' },
    y: { title: isClassifier ? 'accuracy' : 'RMSE' },
    better: { x: 'more', y: isClassifier ? 'more' : 'less' },
    seriesTitle: 'depth',
  });
}
