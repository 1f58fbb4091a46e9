import { type Answers, rowLosses } from '../learning/answer-rows.js';
import type { PreparedTable } from '../table/prepared-table.js';
import type { ScoreName } from './score.js';
import { type RowCounts, weightedAuroc, weightedMacroF1, weightedMean } from './weighted-scores.js';

/** The scores of a model, given how often each test row counts. */
export type ScoreStatistics = (counts: RowCounts) => Partial<Readonly<Record<ScoreName, number>>>;

/** The scores of answers to the test rows. What does not depend on the counts is computed once. */
export function scoreStatistics(prepared: PreparedTable, answers: Answers): ScoreStatistics {
  const losses = rowLosses(prepared, 'test', answers);
  if (prepared.task === 'classification' && answers.task === 'classification') {
    const { labels } = prepared.sets.test;
    const { probabilities, predicted } = answers;
    const classes = prepared.target.classes.length;
    const hits = labels.map((label, row) => Number(label === predicted[row]));
    const auroc = macroAurocOf(probabilities, labels, classes);
    return (counts) => ({
      accuracy: weightedMean(hits, counts),
      log_loss: weightedMean(losses, counts),
      auroc: auroc(counts),
      macro_f1: weightedMacroF1(labels, predicted, classes, counts),
    });
  }
  if (prepared.task === 'regression') {
    // Standardised, so that the mean is small and its square does not cancel the digits of the variance.
    const { targets } = prepared.sets.test;
    const squares = targets.map((target) => target * target);
    const unit = prepared.target.scale ** 2;
    const absolute = losses.map(Math.sqrt);
    return (counts) => {
      const error = weightedMean(losses, counts);
      const variance = unit * (weightedMean(squares, counts) - weightedMean(targets, counts) ** 2);
      return { rmse: Math.sqrt(error), mae: weightedMean(absolute, counts), r2: 1 - error / variance };
    };
  }
  throw new TypeError('the answers are those of another task');
}

/** `macroAuroc` of `@reluctant/metrics` over rows that count several times. */
function macroAurocOf(probabilities: Float64Array, labels: Int32Array, classes: number): (counts: RowCounts) => number {
  const positives = classes === 2 ? [1] : Array.from({ length: classes }, (_, c) => c);
  const areas = positives.map((c) =>
    weightedAuroc(
      Float64Array.from(labels, (_, row) => probabilities[row * classes + c] ?? Number.NaN),
      (row) => labels[row] === c,
    ),
  );
  return (counts) => areas.reduce((sum, area) => sum + area(counts), 0) / areas.length;
}
