import { ReluctantError } from '@reluctant/errors';
import { numbersOf, type PlainTensor } from '../tensor/plain-tensor.js';
import type { Operator, OperatorReader } from './operator.js';

const { abs, fround, sign, sqrt } = Math;

/** Divides a row by a norm, rounded after each step to float32 as onnxruntime computes. */
const norms: Readonly<Record<string, (row: Float32Array) => void>> = {
  /** By the largest number, not the largest size: rows without a positive one may grow. */
  MAX(row) {
    let most = -3.4028234663852886e38;
    // Not Math.max, which NaN would win.
    for (const x of row) if (x > most) most = x;
    if (most !== 0) scale(row, (x) => x / most);
  },
  L1(row) {
    const sum = row.reduce((total, x) => fround(total + abs(x)), 0);
    if (sum !== 0) scale(row, (x) => x / sum);
  },
  L2(row) {
    const sum = row.reduce((total, x) => fround(total + fround(x * x)), 0);
    if (sum !== 0) scale(row, (x) => sign(x) * sqrt(fround(fround(x * x) / sum)));
  },
};

function scale(row: Float32Array, by: (x: number) => number): void {
  for (let index = 0; index < row.length; index++) row[index] = by(row[index] ?? 0);
}

/** Normalizer: every row of a matrix, or a vector, divided by its norm. Rows whose norm is 0 stay. Float32. */
export const normalizer: OperatorReader = (node, [type]): Operator => {
  if (type === undefined || !['float32', 'float64', 'int32', 'int64'].includes(type))
    throw node.error(`it normalises ${type ?? 'nothing'}`);
  const kind = node.texts('norm')?.[0] ?? 'MAX';
  const normalise = norms[kind];
  if (normalise === undefined) throw node.error(`its attribute norm is ${kind}`);
  return {
    type: 'float32',
    compute: ([x]) => {
      const { dims } = x as PlainTensor;
      const columns = dims.at(-1) ?? 1;
      if (dims.length !== 1 && dims.length !== 2)
        throw new ReluctantError('invalid-argument', `it takes a vector or a matrix, got [${dims.join(', ')}]`);
      const data = Float32Array.from(numbersOf(x as PlainTensor));
      for (let start = 0; start < data.length; start += columns) normalise(data.subarray(start, start + columns));
      return { type: 'float32', dims, data };
    },
  };
};
