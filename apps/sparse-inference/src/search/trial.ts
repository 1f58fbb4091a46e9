import type { Hyperparameters } from '../learning/hyperparameters.js';

/** One training of a search: a row of `trials.json`. */
export interface Trial {
  /** From 1, in the order of the trainings. */
  readonly trial: number;
  /** From 1: trials of a bracket are halved together. */
  readonly bracket: number;
  readonly hyperparameters: Hyperparameters;
  /** Length of the training; its schedules run over so many epochs. */
  readonly epochs: number;
  /** `stopped`: the time was over. */
  readonly outcome: 'finished' | 'diverged' | 'stopped';
  readonly best_epoch: number | null;
  /**
   * On the validation set: log-loss, weighted by class where the training is, or mean squared error in the unit of the
   * target.
   */
  readonly val_loss: number | null;
  /** On the validation set; null of a regressor. */
  readonly val_accuracy: number | null;
  /** Mean over the hidden layers. */
  readonly zeros: number | null;
  /** For one row, without those by zeros. */
  readonly multiplications: number | null;
  readonly seconds: number;
}
