import { invalidArgument } from '@reluctant/errors';
import type { Dataset } from './dataset.js';

/**
 * Copies the given rows in the given order; a row may be repeated. Names and classes are kept.
 *
 * @param indices - rows, such as a part of `trainTestSplit`
 * @throws ReluctantError (`invalid-argument`) for an index that is not a row
 */
export function takeRows(dataset: Dataset, indices: ArrayLike<number>): Dataset {
  const { nFeatures, nSamples } = dataset;
  const features = new Float32Array(indices.length * nFeatures);
  const labels = new Int32Array(indices.length);
  for (let to = 0; to < indices.length; to++) {
    const from = indices[to] ?? Number.NaN;
    const label = dataset.labels[from];
    if (label === undefined || from >= nSamples) {
      throw invalidArgument(['indices', to], `a row from 0 to ${nSamples - 1}`, from);
    }
    features.set(dataset.features.subarray(from * nFeatures, (from + 1) * nFeatures), to * nFeatures);
    labels[to] = label;
  }
  return { ...dataset, features, labels, nSamples: indices.length };
}
