import { RandomState } from '@reluctant/random';
import { compileKernels, TrainingKernel, type TrainingShape } from '../train/index.js';
import type { DenseRows } from '../train/training-shape.js';

/** Seeded rows: standard normal features and labels of all classes. */
export function rowsOf(
  seed: number,
  rows: number,
  inputs: number,
  classes: number,
): DenseRows & { readonly labels: Int32Array } {
  const random = new RandomState(seed);
  return {
    features: Float32Array.from(random.standardNormal(rows * inputs)),
    labels: Int32Array.from(random.uniform(0, classes, rows), Math.floor),
    rows,
  };
}

/** A shape with defaults: three hidden units, ReLU or SiLU by draw, no gate, 8 training rows in batches of 8. */
export function shapeOf(changes: Partial<TrainingShape> = {}): TrainingShape {
  const { inputs = 5, units = [3, 2] } = changes;
  return {
    ...{ inputs, units, batchSize: 8, use: 'sample', domain: 'all', positive: 'silu', granularity: 'element' },
    adam: { beta1: 0.8, beta2: 0.99, epsilon: 1e-8 },
    ...{ l1: 0, dropout: 0, key: { seed: 5, run: 7 } },
    train: rowsOf(1, 8, inputs, units.at(-1) ?? 2),
    sets: {},
    ...changes,
  };
}

const { module } = await compileKernels('simd');

/** A kernel of the portable build with seeded parameters of about 1/√inputs. */
export function kernelOf(shape: TrainingShape, seed = 2): TrainingKernel {
  const kernel = new TrainingKernel(module, shape);
  const parameters = kernel.vector('parameters');
  const scale = 1 / Math.sqrt(Math.max(shape.inputs, ...shape.units));
  parameters.set(Float32Array.from(new RandomState(seed).standardNormal(parameters.length), (value) => scale * value));
  return kernel;
}
