import type { Table } from '../table/table.js';
import { encodingWriter, featureReader, mostEntries, type WriteRows } from './encoding-writer.js';
import { encodingFeatures } from './feature-names.js';
import { rawColumn } from './input-columns.js';
import type { Preprocessor } from './preprocessor.js';

/**
 * Sparse features as compressed rows (CSR), as SciPy's `csr_matrix` has them: the entries of row r are `starts[r]` …
 * `starts[r + 1] − 1`, and every other feature is 0.
 */
export interface SparseFeatures {
  /** The first entry of each row and, last, the number of entries: rows + 1 numbers. SciPy's `indptr`. */
  readonly starts: Uint32Array;
  /** The feature of each entry, ascending within a row. SciPy's `indices`. */
  readonly columns: Uint32Array;
  /** The value of each entry. SciPy's `data`. */
  readonly values: Float32Array;
}

/**
 * The features that {@link transform} makes, without the zeros. A one-hot column takes 8 bytes a row, however many
 * categories it has.
 *
 * @throws ReluctantError as {@link transform} does
 */
export function transformSparse(preprocessor: Preprocessor, table: Table): SparseFeatures {
  const { rows } = table;
  const { columns: encodings } = preprocessor;
  const most = encodings.reduce((sum, encoding) => sum + mostEntries(encoding), 0);
  const starts = new Uint32Array(rows + 1);
  const columns = new Uint32Array(rows * most);
  const values = new Float32Array(rows * most);
  const parts = partsOf(preprocessor, table);
  let entries = 0;
  for (let first = 0; first < rows; first += blockRows) {
    const end = Math.min(first + blockRows, rows);
    for (const { write, matrix } of parts) {
      matrix.fill(0);
      write(first, end, first);
    }
    for (let row = first; row < end; row++) {
      for (const { featureAt, matrix, width, offset } of parts) {
        if (featureAt !== undefined) {
          const feature = featureAt(row);
          if (feature < 0) continue;
          columns[entries] = offset + feature;
          values[entries++] = 1;
          continue;
        }
        for (let feature = 0, at = (row - first) * width; feature < width; feature++, at++) {
          const value = matrix[at] ?? 0;
          if (value === 0) continue;
          columns[entries] = offset + feature;
          values[entries++] = value;
        }
      }
      starts[row + 1] = entries;
    }
  }
  return { starts, columns: columns.subarray(0, entries), values: values.subarray(0, entries) };
}

/** Rows that are made at a time, so that they stay in the cache. */
const blockRows = 1024;

/** The features of one column: of a category where the 1 is, of other columns a block of dense rows of its own. */
interface Part {
  /** Of the first feature. */
  readonly offset: number;
  readonly featureAt?: (row: number) => number;
  readonly width: number;
  readonly matrix: Float32Array;
  readonly write: WriteRows;
}

function partsOf(preprocessor: Preprocessor, table: Table): readonly Part[] {
  let next = 0;
  return preprocessor.columns.map((encoding): Part => {
    const offset = next;
    const width = encodingFeatures(encoding).length;
    next += width;
    const column = rawColumn(table, encoding);
    if (encoding.role === 'categorical') {
      const featureAt = featureReader(column, encoding);
      return { offset, featureAt, width, matrix: new Float32Array(), write: () => undefined };
    }
    const matrix = new Float32Array(blockRows * width);
    return { offset, width, matrix, write: encodingWriter(table, column, encoding, { matrix, width, offset: 0 }) };
  });
}
