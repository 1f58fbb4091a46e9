import { optionCheck } from '@reluctant/errors';
import type { Dataset } from './dataset.js';
import { validateDataset } from './validate-dataset.js';

/** Rows and labels as returned by `makeClassification`, with optional names. */
export interface DatasetSource {
  /** Features, row-major [nSamples, nFeatures]; rounded to float32. */
  readonly x: ArrayLike<number>;
  /** Class of each row, 0 … nClasses − 1. */
  readonly y: ArrayLike<number>;
  readonly nSamples: number;
  readonly nFeatures: number;
  /**
   * Default: the number of class names, or the largest label + 1, at least 2. Set it if the last class may have no row.
   */
  readonly nClasses?: number;
  /** Default feature_0, feature_1, … */
  readonly featureNames?: readonly string[];
  /** Default class_0, class_1, … */
  readonly classNames?: readonly string[];
}

const checkSource = optionCheck<DatasetSource>('createDataset', {
  x: true,
  y: true,
  nSamples: true,
  nFeatures: true,
  nClasses: true,
  featureNames: true,
  classNames: true,
});

/**
 * A {@link Dataset} from arrays: `createDataset(makeClassification(…))`, or the columns of any table.
 *
 * @throws ReluctantError (`invalid-argument`) naming the field, and the row if a value is not a finite float32 or a
 * label is not a class
 */
export function createDataset(source: DatasetSource): Dataset {
  checkSource(source);
  const { x, y, nSamples, nFeatures } = source;
  const nClasses = source.nClasses ?? source.classNames?.length ?? classesIn(y);
  return validateDataset({
    features: Float32Array.from(x),
    labels: Int32Array.from(y),
    nSamples,
    nFeatures,
    nClasses,
    featureNames: source.featureNames ?? numbered('feature', nFeatures),
    classNames: source.classNames ?? numbered('class', nClasses),
  });
}

function classesIn(labels: ArrayLike<number>): number {
  let largest = 1;
  for (let row = 0; row < labels.length; row++) largest = Math.max(largest, labels[row] ?? 0);
  return largest + 1;
}

function numbered(name: string, count: number): string[] {
  return Array.from({ length: Math.max(0, Math.trunc(count)) }, (_, index) => `${name}_${index}`);
}
