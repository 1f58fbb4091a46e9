import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { extremes, fileOf, operatorCases, spread } from '../../fixtures/operator-cases.js';
import { decodeModelFile } from '../plan/model-file.js';
import * as operators from '../plan/operator-nodes.js';
import { planOnnx } from '../plan/plan-onnx.js';
import { type PlainTensor, sizeOf, type TensorData } from '../tensor/plain-tensor.js';
import { dataOf } from './data-of.js';

/** The result of the only step. */
function computed(file: Uint8Array, x: PlainTensor): PlainTensor {
  const { steps } = planOnnx(decodeModelFile(file), { operators });
  const [step] = steps;
  if (step?.kind === 'chain' && step.layers[0]?.kind === 'dense') {
    // A product with a constant is a layer, which other packages compute.
    const { inputs, outputs, weight } = step.layers[0].linear;
    const from = x.data as Float32Array;
    const data = Float32Array.from({ length: (from.length / inputs) * outputs }, (_, index) => {
      const [row, unit] = [Math.floor(index / outputs), index % outputs];
      return Array.from(
        { length: inputs },
        (_each, k) => Number(from[row * inputs + k]) * Number(weight[unit * inputs + k]),
      ).reduce((a, b) => a + b);
    });
    return { type: 'float32', dims: [from.length / inputs, outputs], data };
  }
  if (step?.kind !== 'operator' || steps.length !== 1) throw new Error('expected one operator');
  return step.operator.compute(step.inputs.map((each) => (typeof each === 'number' ? x : each)));
}

/** Numbers within 1e-6 of the largest, and the same infinities and NaN; everything else equal. */
function expectSame(got: PlainTensor, type: string, dims: readonly number[], wanted: ArrayLike<unknown>): void {
  expect([got.type, got.dims]).toEqual([type, dims]);
  if (type !== 'float32' && type !== 'float64') {
    expect(Array.from<unknown>(got.data)).toEqual(Array.from(wanted));
    return;
  }
  const numbers = Array.from(wanted, Number);
  const largest = Math.max(...numbers.filter((value) => Math.abs(value) < 1e30).map(Math.abs));
  numbers.forEach((value, index) => {
    const ours = Number(got.data[index]);
    const close = Math.abs(ours - value) <= 1e-6 * Math.max(largest, Math.abs(value));
    expect([index, close || Object.is(ours, value) || ours === value ? value : ours]).toEqual([index, value]);
  });
}

describe('operators give what onnxruntime gives: floats within 1e-6 of the largest, NaN and infinities too, the rest equal', () => {
  for (const one of operatorCases) {
    const {
      name,
      operator,
      type = 'float32',
      values = one.dims === undefined ? [...extremes, ...spread] : spread,
      dims = [values.length],
    } = one;
    it(`${operator} ${name}`, async () => {
      const file = fileOf(one);
      const data: TensorData = dataOf(type, values);
      expect(sizeOf(dims)).toBe(values.length);
      const session = await InferenceSession.create(file, { logSeverityLevel: 4 });
      const { y } = await session.run({ x: new Tensor(type, data as never, dims) });
      expectSame(
        computed(file, { type, data, dims }),
        y?.type ?? '',
        y?.dims ?? [],
        (y?.data ?? []) as ArrayLike<unknown>,
      );
      await session.release();
    });
  }
});
