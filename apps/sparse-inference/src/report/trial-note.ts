import type { Task } from '@reluctant/preprocessing';
import { percent } from '../output/say.js';
import type { Trial } from '../search/trial.js';

/** A trial as a line of progress. */
export function trialNote(trial: Trial, task: Task, left: string): string {
  const { width, n_layers, lr, l1, weight_decay } = trial.hyperparameters;
  const net = `${n_layers} × ${width}, lr ${lr}, L1 ${l1}, decay ${weight_decay}, ${trial.epochs} epochs`;
  const result =
    trial.outcome === 'finished'
      ? `${qualityOf(trial, task)}, zeros ${percent(trial.zeros ?? 0)}`
      : trial.outcome === 'diverged'
        ? 'diverged'
        : 'stopped, as the time is over';
  return `trial ${trial.trial}: ${net}: ${result} (${left})`;
}

function qualityOf({ val_loss, val_accuracy }: Trial, task: Task): string {
  if (task === 'regression') return `RMSE ${Math.sqrt(val_loss ?? Number.NaN).toPrecision(4)}`;
  return `log-loss ${val_loss?.toFixed(4)}, accuracy ${val_accuracy?.toFixed(4)}`;
}
