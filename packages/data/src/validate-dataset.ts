import type { Dataset } from './dataset.js';
import { DatasetError } from './dataset-error.js';

/**
 * Gives the data set back when it is sound: at least one row, one feature and two classes; lengths and names that fit them, no
 * name twice; every feature a finite float32; every label a class.
 *
 * @throws DatasetError with the first thing that is wrong, naming its field and, where there is one, its row
 */
export function validateDataset(dataset: Dataset): Dataset {
  const { features, labels, nSamples, nFeatures, nClasses, featureNames, classNames } = dataset;
  for (const [field, count, least] of [
    ['nSamples', nSamples, 1],
    ['nFeatures', nFeatures, 1],
    ['nClasses', nClasses, 2],
  ] as const) {
    if (!Number.isSafeInteger(count) || count < least) {
      throw new DatasetError(field, `${field} must be a whole number of at least ${least}, got ${count}`);
    }
  }
  for (const [field, length, expected, meaning] of [
    ['features', features.length, nSamples * nFeatures, 'nSamples * nFeatures'],
    ['labels', labels.length, nSamples, 'nSamples'],
    ['featureNames', featureNames.length, nFeatures, 'nFeatures'],
    ['classNames', classNames.length, nClasses, 'nClasses'],
  ] as const) {
    if (length !== expected) {
      throw new DatasetError(field, `${field} must hold ${expected} values (${meaning}), got ${length}`);
    }
  }
  requireDistinct('featureNames', featureNames);
  requireDistinct('classNames', classNames);
  for (let at = 0; at < features.length; at++) {
    if (!Number.isFinite(features[at])) {
      const row = Math.floor(at / nFeatures);
      const field = featureNames[at % nFeatures] ?? 'features';
      throw new DatasetError(field, `row ${row}, feature ${field}: expected a finite number, got ${features[at]}`, row);
    }
  }
  labels.forEach((label, row) => {
    if (label < 0 || label >= nClasses) {
      const message = `row ${row}, labels: expected a class from 0 to ${nClasses - 1}, got ${label}`;
      throw new DatasetError('labels', message, row);
    }
  });
  return dataset;
}

function requireDistinct(field: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new DatasetError(field, `${field} must be distinct, got '${twice}' twice`);
}
