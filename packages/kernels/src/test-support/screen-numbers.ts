import { RandomState } from '@reluctant/random';
import { createSparseProgram } from '../sparse/create-sparse-program.js';
import type { SparseStage } from '../sparse/sparse-stage.js';
import { neighbour } from './float-neighbours.js';

/** Kinds of numbers that screens meet, for weights and for inputs. */
export const numberKinds = [
  'gaussian',
  'heavy-tailed',
  'tiny',
  'huge',
  'denormal',
  'constant',
  'one outlier',
  'zeros',
  'integers',
  'not finite',
  'overflowing',
] as const;

/** One of {@link numberKinds}. */
export type NumberKind = (typeof numberKinds)[number];

/** A row of numbers of one kind. */
export function numbersOf(kind: NumberKind, random: RandomState, count: number): Float32Array {
  const normal = Float32Array.from(random.standardNormal(count));
  const [place = 0, choice = 0] = random.uniform(0, 1, 2);
  const at = Math.floor(place * count);
  switch (kind) {
    case 'heavy-tailed':
      return normal.map((value) => value / Math.max(1e-6, Math.abs(normal[(at + count - 1) % count] ?? 1)) ** 2);
    case 'tiny':
      return normal.map((value) => value * 1e-30);
    case 'huge':
      return normal.map((value) => value * 1e17);
    case 'denormal':
      return normal.map((value) => value * 1e-42);
    case 'constant':
      return normal.fill(normal[0] ?? 0);
    case 'one outlier':
      normal[at] = 1e4 * (choice - 0.5);
      return normal;
    case 'zeros':
      return normal.map((value) => (Math.abs(value) < 1.5 ? 0 : value));
    case 'integers':
      return normal.map((value) => Math.round(40 * value));
    case 'not finite':
      normal[at] = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][Math.floor(3 * choice)] ?? 0;
      return normal;
    case 'overflowing':
      return normal.map((value) => value * 1e38);
    default:
      return normal;
  }
}

/** A ReLU stage; each row of weights is of the next of these kinds. */
export function stageOf(kinds: readonly NumberKind[], seed: number, inputs: number, outputs: number): SparseStage {
  const random = new RandomState(seed);
  const weight = new Float32Array(inputs * outputs);
  for (let output = 0; output < outputs; output++) {
    weight.set(numbersOf(kinds[output % kinds.length] ?? 'gaussian', random, inputs), output * inputs);
  }
  return { inputs, outputs, activation: 'relu', weight };
}

/** The stage with biases that put the float32 pre-activation of every unit `steps` numbers above −0 for this input. */
export async function atZero(stage: SparseStage, x: Float32Array, steps: number): Promise<SparseStage> {
  const { inputs, outputs, weight } = stage;
  const products = await createSparseProgram([{ inputs, outputs, activation: 'none', weight }]);
  // The last sum is that of bias and product: one number above −product makes it positive.
  const bias = products.run(x).map((product) => neighbour(-product, steps));
  return { ...stage, bias };
}
