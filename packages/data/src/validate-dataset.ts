import { invalidArgument, printable, ReluctantError } from '@reluctant/errors';
import type { Dataset } from './dataset.js';

/**
 * Returns the data set if it is valid: at least one row, one feature and two classes; matching lengths and names;
 * distinct names; finite float32 features; labels in range.
 *
 * @throws ReluctantError (`invalid-argument`) about the first problem; its path is the field, then the row and the
 *   name of the feature if any
 */
export function validateDataset(dataset: Dataset): Dataset {
  const { features, labels, nSamples, nFeatures, nClasses, featureNames, classNames } = dataset;
  for (const [field, count, least] of [
    ['nSamples', nSamples, 1],
    ['nFeatures', nFeatures, 1],
    ['nClasses', nClasses, 2],
  ] as const) {
    if (!Number.isSafeInteger(count) || count < least) {
      throw invalidArgument(field, `a whole number of at least ${least}`, count);
    }
  }
  for (const [field, length, expected, meaning] of [
    ['features', features.length, nSamples * nFeatures, 'nSamples * nFeatures'],
    ['labels', labels.length, nSamples, 'nSamples'],
    ['featureNames', featureNames.length, nFeatures, 'nFeatures'],
    ['classNames', classNames.length, nClasses, 'nClasses'],
  ] as const) {
    if (length !== expected) {
      const message = `${field} must hold ${expected} values (${meaning}), got ${length}`;
      throw new ReluctantError('invalid-argument', message, { path: [field], received: length });
    }
  }
  requireDistinct('featureNames', featureNames);
  requireDistinct('classNames', classNames);
  for (let at = 0; at < features.length; at++) {
    if (!Number.isFinite(features[at])) {
      const row = Math.floor(at / nFeatures);
      const name = featureNames[at % nFeatures] ?? String(at % nFeatures);
      const message = `row ${row}, feature ${printable(name)}: expected a finite number, got ${features[at]}`;
      throw new ReluctantError('invalid-argument', message, { path: ['features', row, name], received: features[at] });
    }
  }
  labels.forEach((label, row) => {
    if (label < 0 || label >= nClasses) {
      const message = `row ${row}, labels: expected a class from 0 to ${nClasses - 1}, got ${label}`;
      throw new ReluctantError('invalid-argument', message, { path: ['labels', row], received: label });
    }
  });
  return dataset;
}

function requireDistinct(field: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  const message = `${field} must be distinct, got '${printable(twice)}' twice`;
  throw new ReluctantError('invalid-argument', message, { path: [field], received: twice });
}
