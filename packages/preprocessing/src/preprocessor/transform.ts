import { invalidOption, optionCheck } from '@reluctant/errors';
import type { Table } from '../table/table.js';
import { encodingFeatures, featureNames } from './feature-names.js';
import { rawColumn } from './input-columns.js';
import type { Preprocessor } from './preprocessor.js';
import { writeEncoding } from './write-encoding.js';

/** Options of {@link transform}. */
export interface TransformOptions {
  /** Memory to write to, at least rows · features long, such as memory shared with workers. Default: a new array. */
  readonly into?: Float32Array;
  /**
   * Numbers in a row of the result; those after the features are 0. For a net that takes more features than this preprocessor makes.
   * Default: the number of features.
   */
  readonly width?: number;
}

const checkOptions = optionCheck<TransformOptions>('transform', { into: true, width: true });

/**
 * The features of rows, row-major [rows, width], float32, named by `featureNames`. Sums are in double precision and rounded once.
 *
 * Unseen categories join the rare group, or are all zeros where there is none. Columns that the preprocessor does not use are not
 * looked at.
 *
 * @throws ReluctantError naming the column that is absent or of another kind, or row and column of a number that is not finite (in a
 *   `float` column: in float32)
 */
export function transform(preprocessor: Preprocessor, table: Table, options: TransformOptions = {}): Float32Array {
  checkOptions(options);
  const features = featureNames(preprocessor).length;
  const { width = features } = options;
  if (!Number.isInteger(width) || width < features)
    throw invalidOption('width', `a whole number of at least ${features}`, width);
  const length = table.rows * width;
  const matrix = options.into?.subarray(0, length).fill(0) ?? new Float32Array(length);
  if (matrix.length < length) throw invalidOption('into', `${length} long`, options.into?.length);
  let offset = 0;
  for (const encoding of preprocessor.columns) {
    const column = rawColumn(table, encoding);
    writeEncoding(table, column, encoding, { matrix, width, offset });
    offset += encodingFeatures(encoding).length;
  }
  return matrix;
}
