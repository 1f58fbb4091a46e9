import { printable, ReluctantError, showValue, unknownName } from '@reluctant/errors';
import type { OnnxPlan, PlainTensor } from '@reluctant/onnx/plan';
import { type FieldReader, fieldReader } from './read-field.js';
import { isColumn, notRows } from './row-columns.js';
import type { RowAnswer, RowObject, RowValue } from './row-object.js';
import { tableMetadata } from './table-metadata.js';

interface Field {
  readonly name: string;
  readonly reader: FieldReader;
  /** Dimensions behind that of the rows. */
  readonly rest: readonly number[];
}

/**
 * Rows as plain objects into the inputs of a graph whose inputs are raw columns, and its outputs into answers for each
 * row.
 */
export class RowInterface {
  readonly #plan: Pick<OnnxPlan, 'inputs' | 'outputs'>;
  readonly #fields: readonly Field[];
  readonly #names: ReadonlySet<string>;
  readonly #ignored: ReadonlySet<string>;
  readonly #numericLabels: boolean;
  /** Rows that the file fixes; undefined: any number. */
  readonly #fixedRows: number | undefined;

  /** @throws ReluctantError (`unsupported`) naming the input that is not one column */
  constructor(plan: Pick<OnnxPlan, 'inputs' | 'outputs' | 'metadata'>) {
    const { kinds, ignored, numericLabels } = tableMetadata(plan.metadata);
    this.#plan = plan;
    this.#fields = plan.inputs.map((input) => {
      const reader = isColumn(input) ? fieldReader(input.type, kinds.get(input.name)) : undefined;
      if (reader === undefined) throw notRows(input);
      return { name: input.name, reader, rest: input.dims?.length === 2 ? [1] : [] };
    });
    this.#names = new Set(this.#fields.map(({ name }) => name));
    this.#ignored = ignored;
    this.#numericLabels = numericLabels;
    const first = plan.inputs[0]?.dims?.[0];
    this.#fixedRows = typeof first === 'number' ? first : undefined;
  }

  /**
   * The inputs of the graph.
   *
   * @param single - true if the caller gave one row, which a message then does not number
   * @throws ReluctantError naming the field that is missing, not known, or of another type, and its row, counted from 1
   */
  inputs(rows: readonly RowObject[], single: boolean): PlainTensor[] {
    if (this.#fixedRows !== undefined && rows.length !== this.#fixedRows) {
      const message = `the graph takes ${this.#fixedRows} rows, got ${rows.length}`;
      throw new ReluctantError('invalid-argument', message, { path: ['rows'] });
    }
    rows.forEach((row, at) => {
      this.#check(row, at, single);
    });
    return this.#fields.map(({ name, reader, rest }) => {
      const values = rows.map((row) => row[name]);
      return reader.read(values, [rows.length, ...rest], (row) => {
        const said = `field '${printable(name)}' must be ${reader.expected}, got ${showValue(values[row])}`;
        throw wrongRow(said, row, single, name);
      });
    });
  }

  #check(row: unknown, at: number, single: boolean): void {
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw wrongRow(`a row must be an object, got ${showValue(row)}`, at, single);
    for (const { name } of this.#fields) {
      if (Object.hasOwn(row, name)) continue;
      throw wrongRow(`field '${printable(name)}' is absent; a missing value is null`, at, single, name);
    }
    for (const name of Object.keys(row)) {
      if (this.#names.has(name) || this.#ignored.has(name)) continue;
      const { message } = unknownName('field', name, [...this.#names]);
      throw wrongRow(message, at, single, name);
    }
  }

  /** One answer for each row. @param results - of the graph's outputs, undefined for one that is not a tensor */
  answers(results: readonly (PlainTensor | undefined)[], rows: number): RowAnswer[] {
    const parts = this.#plan.outputs.flatMap(({ name }, at) => {
      const result = results[at];
      return result === undefined ? [] : [{ name, of: rowValues(name, result, rows, this.#numericLabels) }];
    });
    return Array.from({ length: rows }, (_, row) => Object.fromEntries(parts.map(({ name, of }) => [name, of(row)])));
  }
}

function wrongRow(said: string, row: number, single: boolean, field?: string): ReluctantError {
  const message = single ? said : `row ${row + 1}: ${said}`;
  return new ReluctantError('invalid-argument', message, {
    path: ['rows', ...(single ? [] : [row]), ...(field === undefined ? [] : [field])],
  });
}

/** The values of an output by row. */
function rowValues(
  name: string,
  { type, data, dims }: PlainTensor,
  rows: number,
  numericLabels: boolean,
): (row: number) => RowValue {
  const width = dims.slice(1).reduce((product, dim) => product * dim, 1);
  if (dims[0] !== rows) {
    const message = `the output '${printable(name)}' has the shape [${dims.join(', ')}], which is not one entry for each row`;
    throw new ReluctantError('unsupported', message, { path: [name] });
  }
  if (dims.length > 1 && width !== 1) return (row) => data.slice(row * width, (row + 1) * width);
  if (type === 'bool') return (row) => data[row] === 1;
  if (type === 'int64' && numericLabels) return (row) => Number(data[row]);
  return (row) => data[row] ?? Number.NaN;
}
