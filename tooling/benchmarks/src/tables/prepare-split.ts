import type { Split } from '@reluctant/data';
import {
  classLabels,
  featureNames,
  fitPreprocessor,
  fitTarget,
  type Preprocessor,
  standardisedTarget,
  type Table,
  type Target,
  takeTableRows,
  transform,
} from '@reluctant/preprocessing';
import type { TrainingRows } from '@reluctant/trainer';
import type { LoadedCase } from './load-case.js';

/** One division of a case as features. */
export interface PreparedSplit {
  readonly preprocessor: Preprocessor;
  /** Fitted on the training rows; the classes are those of all rows. */
  readonly target: Target;
  readonly inputs: number;
  readonly outputs: number;
  readonly train: TrainingRows;
  /** Features of the test rows. */
  readonly test: Float32Array;
}

/** Fits preprocessor and target on the training rows and makes the features of both parts. */
export function prepareSplit(loaded: LoadedCase, split: Split): PreparedSplit {
  const { settings, table } = loaded;
  const training = takeTableRows(table, split.train);
  const preprocessor = fitPreprocessor(training, { target: settings.target, drop: settings.drop?.columns ?? [] });
  const target =
    loaded.target.task === 'classification'
      ? loaded.target
      : fitTarget(training, settings.target, { task: settings.task });
  return {
    ...{ preprocessor, target, inputs: featureNames(preprocessor).length },
    outputs: target.task === 'classification' ? target.classes.length : 1,
    train: trainingRows(preprocessor, target, training),
    test: transform(preprocessor, takeTableRows(table, split.test)),
  };
}

/** Features with labels or standardised targets. */
export function trainingRows(preprocessor: Preprocessor, target: Target, table: Table): TrainingRows {
  const [features, { rows }] = [transform(preprocessor, table), table];
  return target.task === 'classification'
    ? { features, rows, labels: classLabels(target, table) }
    : { features, rows, targets: standardisedTarget(target, table) };
}
