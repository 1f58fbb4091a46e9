import { parseStrategy } from '@reluctant/trainer';
import { type Answers, answerRows } from '../learning/answer-rows.js';
import type { Hyperparameters } from '../learning/hyperparameters.js';
import { type TrainingRules, trainNet } from '../learning/train-net.js';
import type { PreparedTable } from '../table/prepared-table.js';
import type { AnsweredModel } from './score-models.js';

/** A net without hidden layers: multinomial logistic regression, or linear regression. */
const linear: Hyperparameters = { width: 0, n_layers: 0, lr: 0.03, l1: 0, weight_decay: 0 };

/** Steps after which the linear model has converged, on small tables. */
const linearSteps = 6000;

/**
 * What a model has to beat: the answer that needs no columns, and a linear model of the same features.
 *
 * The first one gives the shares of the classes among the training rows, and so the most frequent class, or their mean. The second one is
 * a net without hidden layers, trained by the same engine on the same rows without L1 and weight decay; the best epoch counts.
 */
export async function answerBaselines(
  prepared: PreparedTable,
  rules: TrainingRules,
): Promise<readonly AnsweredModel[]> {
  const steps = Math.ceil(prepared.sets.train.rows / rules.batchSize);
  const epochs = Math.max(3, Math.min(400, Math.ceil(linearSteps / steps)));
  const { checkpoint } = await trainNet(prepared, parseStrategy('relu'), linear, {
    ...rules,
    epochs,
    patience: undefined,
  });
  const isClassifier = prepared.task === 'classification';
  return [
    {
      name: isClassifier ? 'logistic regression' : 'linear regression',
      answers: await answerRows(prepared, 'test', checkpoint, rules.engine),
    },
    { name: isClassifier ? 'most frequent class' : 'mean', answers: constantAnswers(prepared) },
  ];
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
