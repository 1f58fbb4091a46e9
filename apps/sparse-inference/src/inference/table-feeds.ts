import { type Column, inputColumns, missingInteger, type Preprocessor, type Table } from '@reluctant/preprocessing';
import { Tensor } from 'onnxruntime-common';

/** Inputs of one call, by the names of raw columns. */
export type TableFeeds = Readonly<Record<string, Tensor>>;

/**
 * The rows of a table as the inputs [rows, 1] of an exported graph.
 *
 * @throws ReluctantError naming row and column of a value that the model does not take
 */
export function tableFeeds(preprocessor: Preprocessor, table: Table): TableFeeds {
  const columns = inputColumns(preprocessor, table);
  return Object.fromEntries(
    preprocessor.columns.map(({ name, input }, at) => {
      const column = columns[at];
      if (column === undefined) throw new RangeError(`no column ${name}`);
      return [name, tensorOf(column, input === 'double', [table.rows, 1])];
    }),
  );
}

function tensorOf(column: Column, isDouble: boolean, dims: readonly number[]): Tensor {
  switch (column.kind) {
    case 'text':
      return new Tensor(
        'string',
        Array.from(column.codes, (code) => column.categories[code] ?? ''),
        dims,
      );
    case 'integer':
      return new Tensor('int64', column.values, dims);
    case 'boolean':
      return new Tensor(
        'float32',
        Float32Array.from(column.values, (value) => (value < 0 ? Number.NaN : value)),
        dims,
      );
    case 'date': {
      const values = new BigInt64Array(column.values.length);
      column.values.forEach((value, row) => {
        values[row] = Number.isNaN(value) ? missingInteger : BigInt(value);
      });
      return new Tensor('int64', values, dims);
    }
    case 'number':
      return isDouble
        ? new Tensor('float64', column.values, dims)
        : new Tensor('float32', Float32Array.from(column.values), dims);
  }
}
