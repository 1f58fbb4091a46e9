import type { TableTraining } from '../directory/table-training.js';
import { shortPath } from '../output/say.js';
import { costOfZeros } from './cost-of-zeros.js';
import { scoreTable } from './score-rows.js';
import { textTable } from './text-table.js';

/**
 * Describes a training on a table: the net, its scores beside those of the control and the baselines, and the cost of
 * its zeros.
 */
export function tableTrainingText(training: TableTraining, out: string): string {
  const { widths, seconds, best_epoch, epochs, split, search, task } = training;
  const { head, rows } = scoreTable(training);
  return [
    `${training.target}: ${task}, ${split.train} training, ${split.validation} validation and ${split.test} test rows`,
    `${training.strategy}, ${widths.join(' → ')}, best epoch ${best_epoch} of ${epochs}; everything took ${seconds.toFixed(1)} s`,
    ...(search === null ? [] : [searchText(search)]),
    textTable(head, rows),
    `${costOfZeros(training)}.`,
    `Written to ${shortPath(out)}: model.onnx to deploy, model.md describes it`,
  ].join('\n');
}

/** Which of how many trials was chosen and why. */
export function searchText(search: NonNullable<TableTraining['search']>): string {
  const { trials, seconds, best_trial, chosen_trial } = search;
  const why =
    chosen_trial === best_trial
      ? 'the one with the lowest validation loss'
      : `the one with the fewest multiplications within a standard error of trial ${best_trial}, which has the lowest validation loss`;
  return `Searched ${trials} trainings in ${seconds.toFixed(1)} s; chosen: trial ${chosen_trial}, ${why}`;
}
