import type { PlainTensor, TensorType } from '../tensor/plain-tensor.js';
import { commonType } from './elementwise-operators.js';
import { mapped } from './mapped.js';
import type { Operator, OperatorReader } from './operator.js';

/** onnxruntime has these for float32 only. */
const floats: readonly TensorType[] = ['float32'];

/** An activation with constants, which the file gives as float32. */
function activation(
  defaults: Readonly<Record<string, number>>,
  make: (...constants: readonly number[]) => (x: number) => number,
): OperatorReader {
  return (node, types): Operator => {
    commonType(node, types, floats);
    const of = make(...Object.entries(defaults).map(([name, value]) => Math.fround(node.number(name, value))));
    return { type: 'float32', activation: true, compute: ([x]) => mapped(x as PlainTensor, 'float32', of) };
  };
}

/** Terms of the power series below, and the coefficients of Abramowitz and Stegun, formula 7.1.26. */
const terms = 14;
const tail = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];

/**
 * The error function, to a relative error of 2e-7: below 1 its power series 2/√π · Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n+1)), from 1
 * on Abramowitz and Stegun's formula 7.1.26.
 */
function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 1) {
    let [power, sum] = [x, x];
    for (let n = 1; n < terms; n++) {
      power *= (-x * x) / n;
      sum += power / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  const t = 1 / (1 + 0.3275911 * size);
  const polynomial = tail.reduce((value, coefficient) => value * t + coefficient, 0) * t;
  return Math.sign(x) * (1 - polynomial * Math.exp(-size * size));
}

/** log(1 + eˣ), without an overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

const selu = { alpha: 1.6732631921768188, gamma: 1.0507010221481323 };

/** Gelu of opset 20: x·Φ(x), or its approximation by tanh. */
const gelu: OperatorReader = (node, types): Operator => {
  commonType(node, types, floats);
  const approximate = node.texts('approximate')?.[0] ?? 'none';
  if (approximate !== 'none' && approximate !== 'tanh') throw node.error(`its attribute approximate is ${approximate}`);
  const exact = (x: number): number => 0.5 * x * (1 + erf(x / Math.SQRT2));
  const byTanh = (x: number): number => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  const of = approximate === 'tanh' ? byTanh : exact;
  return { type: 'float32', activation: true, compute: ([x]) => mapped(x as PlainTensor, 'float32', of) };
};

/** Rarer activations, element by element, computed in float64 and rounded once. */
export const activationOperators: ReadonlyMap<string, OperatorReader> = new Map([
  [
    'Elu',
    activation(
      { alpha: 1 },
      (alpha = 1) =>
        (x) =>
          x < 0 ? alpha * Math.expm1(x) : x,
    ),
  ],
  [
    'Selu',
    activation(
      selu,
      (alpha = 1, gamma = 1) =>
        (x) =>
          gamma * (x <= 0 ? alpha * Math.expm1(x) : x),
    ),
  ],
  [
    'Celu',
    activation(
      { alpha: 1 },
      (alpha = 1) =>
        (x) =>
          Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha)),
    ),
  ],
  [
    'HardSigmoid',
    activation(
      { alpha: 0.2, beta: 0.5 },
      (alpha = 0, beta = 0) =>
        (x) =>
          Math.max(0, Math.min(1, alpha * x + beta)),
    ),
  ],
  ['HardSwish', activation({}, () => (x) => x * Math.max(0, Math.min(1, x / 6 + 0.5)))],
  ['Softplus', activation({}, () => softplus)],
  ['Softsign', activation({}, () => (x) => x / (1 + Math.abs(x)))],
  // NaN is not above the threshold, so it gives 0.
  [
    'ThresholdedRelu',
    activation(
      { alpha: 1 },
      (alpha = 1) =>
        (x) =>
          x > alpha ? x : 0,
    ),
  ],
  ['Mish', activation({}, () => (x) => x * Math.tanh(softplus(x)))],
  ['Erf', activation({}, () => erf)],
  ['Gelu', gelu],
]);
