import { ReluctantError } from '@reluctant/errors';
import { type NumericType, type PlainTensor, sizeOf, type TensorType, zeros } from '../tensor/plain-tensor.js';
import { broadcastDims, broadcastPositions } from './broadcast.js';
import { commonType } from './elementwise-operators.js';
import type { Operator, OperatorReader } from './operator.js';

const floats: readonly TensorType[] = ['float32', 'float64'];

/** A matrix within a larger array. */
interface Matrix {
  readonly data: Float64Array;
  readonly start: number;
  readonly rows: number;
  readonly columns: number;
  readonly transposed: boolean;
}

const at = ({ data, start, rows, columns, transposed }: Matrix, row: number, column: number): number =>
  data[start + (transposed ? column * rows + row : row * columns + column)] ?? 0;

/** a·b in plain loops with float64 sums. */
function multiply(a: Matrix, b: Matrix, to: Float64Array, start: number, alpha: number): void {
  if (a.columns !== b.rows)
    throw new ReluctantError('invalid-argument', `a matrix of ${a.columns} columns meets one of ${b.rows} rows`);
  for (let row = 0; row < a.rows; row++) {
    for (let column = 0; column < b.columns; column++) {
      let sum = 0;
      for (let k = 0; k < a.columns; k++) sum += at(a, row, k) * at(b, k, column);
      to[start + row * b.columns + column] = alpha * sum;
    }
  }
}

/** MatMul of any tensors: matrices of the last two axes, the others broadcast. A vector is a row, or a column. */
const matMul: OperatorReader = (node, types): Operator => {
  const type = commonType(node, types, floats) as NumericType;
  return {
    type,
    plainProduct: true,
    compute: (inputs) => {
      const [a, b] = inputs as readonly [PlainTensor, PlainTensor];
      const left = a.dims.length === 1 ? [1, ...a.dims] : a.dims;
      const right = b.dims.length === 1 ? [...b.dims, 1] : b.dims;
      const lead = broadcastDims([left.slice(0, -2), right.slice(0, -2)]);
      const [rows, inner] = [left.at(-2) ?? 1, left.at(-1) ?? 1];
      const [second, columns] = [right.at(-2) ?? 1, right.at(-1) ?? 1];
      const count = sizeOf(lead);
      const data = zeros(type, count * rows * columns) as Float64Array;
      const [inA, inB] = [broadcastPositions(left.slice(0, -2), lead), broadcastPositions(right.slice(0, -2), lead)];
      for (let each = 0; each < count; each++) {
        const from = { data: a.data as Float64Array, rows, columns: inner, transposed: false };
        const by = { data: b.data as Float64Array, rows: second, columns, transposed: false };
        multiply(
          { ...from, start: (inA?.[each] ?? each) * rows * inner },
          { ...by, start: (inB?.[each] ?? each) * second * columns },
          data,
          each * rows * columns,
          1,
        );
      }
      const dims = [...lead, ...(a.dims.length === 1 ? [] : [rows]), ...(b.dims.length === 1 ? [] : [columns])];
      return { type, dims, data };
    },
  };
};

/** Gemm: alpha · A' · B' + beta · C. */
const gemm: OperatorReader = (node, types): Operator => {
  const type = commonType(node, types, floats) as NumericType;
  const [alpha, beta] = [node.number('alpha', 1), node.number('beta', 1)];
  const [transA, transB] = [node.integer('transA', 0) !== 0, node.integer('transB', 0) !== 0];
  return {
    type,
    plainProduct: true,
    compute: (inputs) => {
      const [a, b, c] = inputs as readonly [PlainTensor, PlainTensor, PlainTensor | undefined];
      const matrix = ({ dims, data }: PlainTensor, transposed: boolean): Matrix => {
        const [rows, columns] = transposed ? [dims[1], dims[0]] : dims;
        if (dims.length !== 2 || rows === undefined || columns === undefined)
          throw new ReluctantError('invalid-argument', `Gemm takes matrices, got the shape [${dims.join(', ')}]`);
        return { data: data as Float64Array, start: 0, rows, columns, transposed };
      };
      const [left, right] = [matrix(a, transA), matrix(b, transB)];
      const dims = [left.rows, right.columns];
      const data = zeros(type, sizeOf(dims)) as Float64Array;
      multiply(left, right, data, 0, alpha);
      if (c !== undefined && beta !== 0) {
        const positions = broadcastPositions(c.dims, dims);
        const added = c.data as Float64Array;
        for (let index = 0; index < data.length; index++)
          data[index] = (data[index] ?? 0) + beta * (added[positions?.[index] ?? index] ?? 0);
      }
      return { type, dims, data };
    },
  };
};

/** Matrix products that the sparse kernels do not take: of other types, or without constant weights. */
export const productOperators: ReadonlyMap<string, OperatorReader> = new Map([
  ['MatMul', matMul],
  ['Gemm', gemm],
]);
