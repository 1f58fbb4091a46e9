import { largestIndex, softmax } from '@reluctant/metrics';
import { targetValues } from '@reluctant/preprocessing';
import type { Answers } from '../learning/answer-rows.js';
import type { PreparedTable } from '../table/prepared-table.js';
import { fitLogistic, fitRidge } from './linear-model.js';
import type { AnsweredModel } from './score-models.js';

/**
 * What a model has to beat: the answer that needs no columns, and a linear model of the same features.
 *
 * The first one gives the shares of the classes among the training rows, and so the most frequent class, or their mean.
 * The second one is {@link fitLogistic} or {@link fitRidge} on the same training rows, with the same class weights.
 */
export function answerBaselines(
  prepared: PreparedTable,
  classWeights: Float32Array | undefined,
): readonly AnsweredModel[] {
  const isClassifier = prepared.task === 'classification';
  return [
    {
      name: isClassifier ? 'logistic regression' : 'linear regression',
      answers: linearAnswers(prepared, classWeights),
    },
    { name: isClassifier ? 'most frequent class' : 'mean', answers: constantAnswers(prepared) },
  ];
}

/** The answers of a linear model to the test rows. */
export function linearAnswers(prepared: PreparedTable, classWeights: Float32Array | undefined): Answers {
  const { test } = prepared.sets;
  if (prepared.task === 'regression') {
    const values = fitRidge(prepared.sets.train)(test.features, test.rows);
    return { task: 'regression', values: targetValues(prepared.target, values) };
  }
  const classes = prepared.target.classes.length;
  const scores = fitLogistic(prepared.sets.train, classes, classWeights)(test.features, test.rows);
  const probabilities = softmax(scores, classes);
  const predicted = Int32Array.from({ length: test.rows }, (_, row) => largestIndex(scores, row * classes, classes));
  return { task: 'classification', probabilities, predicted };
}

/** The same answer for every row. */
export function constantAnswers(prepared: PreparedTable): Answers {
  const { rows } = prepared.sets.test;
  if (prepared.task === 'regression') {
    return { task: 'regression', values: new Float64Array(rows).fill(prepared.target.mean) };
  }
  const classes = prepared.target.classes.length;
  const { labels } = prepared.sets.train;
  const shares = new Float64Array(classes);
  for (const label of labels) shares[label] = (shares[label] ?? 0) + 1 / labels.length;
  const probabilities = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++) probabilities.set(shares, row * classes);
  const most = shares.indexOf(Math.max(...shares));
  return { task: 'classification', probabilities, predicted: new Int32Array(rows).fill(most) };
}
