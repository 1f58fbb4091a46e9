import type { PlainTensor, TensorType } from '@reluctant/onnx/plan';
import { asInteger, asMilliseconds, asNumber, type ColumnKind, missingInteger } from '@reluctant/preprocessing';

/** How one raw column of rows becomes a tensor. */
export interface FieldReader {
  /** What a value must be, for messages. */
  readonly expected: string;
  /** A tensor [rows, 1]. Throws nothing: `refuse` is called with the row of a value that is not `expected`. */
  read(values: readonly unknown[], dims: readonly number[], refuse: (row: number) => never): PlainTensor;
}

const isMissing = (value: unknown): boolean => value === null || value === undefined;

function asDate(value: unknown): bigint | undefined {
  const milliseconds = asMilliseconds(value);
  return milliseconds === undefined || Number.isNaN(milliseconds) ? undefined : BigInt(milliseconds);
}

/** A column of numbers; NaN is missing. */
function numbers(
  type: 'float32' | 'float64',
  expected: string,
  of: (value: unknown) => number | undefined,
): FieldReader {
  return {
    expected,
    read(values, dims, refuse) {
      const data = type === 'float32' ? new Float32Array(values.length) : new Float64Array(values.length);
      for (let row = 0; row < values.length; row++) {
        const value = isMissing(values[row]) ? Number.NaN : (of(values[row]) ?? refuse(row));
        data[row] = value;
        // Also a number beyond the range of float32.
        if (Math.abs(data[row] ?? 0) === Infinity) refuse(row);
      }
      return { type, dims, data };
    },
  };
}

/** A column of 64-bit integers. */
function integers(
  expected: string,
  of: (value: unknown) => bigint | undefined,
  missing: bigint | undefined,
): FieldReader {
  return {
    expected,
    read(values, dims, refuse) {
      const data = new BigInt64Array(values.length);
      for (let row = 0; row < values.length; row++) {
        const value = values[row];
        data[row] = (isMissing(value) ? missing : of(value)) ?? refuse(row);
      }
      return { type: 'int64', dims, data };
    },
  };
}

const texts: FieldReader = {
  expected: 'a text or null',
  read: (values, dims, refuse) => ({
    type: 'string',
    dims,
    data: values.map((value, row) => (isMissing(value) ? '' : typeof value === 'string' ? value : refuse(row))),
  }),
};

const truths: FieldReader = {
  expected: 'true or false',
  read: (values, dims, refuse) => ({
    type: 'bool',
    dims,
    data: Uint8Array.from(values, (value, row) => (typeof value === 'boolean' ? Number(value) : refuse(row))),
  }),
};

const asFlag = (value: unknown): number | undefined => (typeof value === 'boolean' ? Number(value) : undefined);

/**
 * How the values of an input are read.
 *
 * @param kind - what the file says of the column; undefined if it says nothing
 * @returns undefined for a type of tensor that no value of a row becomes
 */
export function fieldReader(type: TensorType, kind: ColumnKind | undefined): FieldReader | undefined {
  switch (type) {
    case 'float32':
      if (kind === 'boolean') return numbers(type, 'true, false or null', asFlag);
      return numbers(type, 'a number within the range of float32 or null', asNumber);
    case 'float64':
      return numbers(type, 'a finite number or null', asNumber);
    case 'string':
      return texts;
    case 'bool':
      return truths;
    case 'int64':
      if (kind === 'date') return integers('a Date, a text in ISO 8601 or null', asDate, missingInteger);
      if (kind === 'integer') return integers('a whole number of 64 bits or null', asInteger, missingInteger);
      return integers('a whole number of 64 bits', asInteger, undefined);
    default:
      return undefined;
  }
}
