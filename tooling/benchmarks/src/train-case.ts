import { bottleneckClassifier, initialiseParameters } from '@reluctant/model';
import { RandomStream } from '@reluctant/random';
import {
  defaultOptimiser,
  type EpochRequest,
  type Program,
  type ProgramSpec,
  parseStrategy,
  type Strategy,
} from '@reluctant/trainer';

/** Widths of the hidden layers. */
export const trainWidths: readonly number[] = [4, 16, 64, 256, 1024];

/** Names of the activations, as the study has them. */
export const trainActivations: readonly string[] = ['relu', 'silu', 'stoch', 'learnable_stoch', 'gumbel_stoch'];

/** Rows per batch. */
export const trainBatch = 128;

/** Batches per timed epoch: fewer for wide nets, whose batches are slow. */
export function trainSteps(width: number): number {
  if (width <= 64) return 8;
  return width <= 256 ? 4 : 1;
}

/** One net to time: 30 → width ×4 → 2 with one activation. */
export interface TrainCase {
  readonly strategy: Strategy;
  readonly spec: ProgramSpec;
}

/** The case of a width and an activation, on random data: the time of a step does not depend on the labels. */
export function trainCase(width: number, activation: string): TrainCase {
  const strategy = parseStrategy(activation);
  const [rows, inputs] = [trainSteps(width) * trainBatch, 30];
  const stream = new RandomStream({ seed: 1, run: 0 }, 'layer');
  const features = stream.normal({ step: 0, rows, units: inputs });
  const labels = Int32Array.from(stream.bernoulli(0.5, { step: 1, rows, units: 1 }));
  const split = { features, labels, rows };
  const model = bottleneckClassifier({
    nFeatures: inputs,
    nLayers: 4,
    nClasses: 2,
    bottleneck: width,
    activation: strategy.usage,
  });
  // The study caps the width at the number of features; here it is not capped.
  const layers = model.layers.map((layer, index) => (index < 4 ? { ...layer, out: width } : layer));
  return {
    strategy,
    spec: {
      model: { ...model, layers },
      batchSize: trainBatch,
      optimiser: defaultOptimiser,
      l1: 0,
      key: { seed: 0, run: 0 },
      train: split,
      sets: { validation: split },
    },
  };
}

/** The epoch that is timed. */
export function trainRequest({ spec, strategy }: TrainCase): EpochRequest {
  const { rows } = spec.train;
  const steps = rows / trainBatch;
  const share = { relu: 1, silu: 0, stoch: 0.5 }[strategy.name] ?? Number.NaN;
  return {
    rows: Uint32Array.from({ length: rows }, (_, row) => row),
    share: new Float32Array(steps).fill(share),
    learningRate: new Float64Array(steps).fill(0.001),
  };
}

/** Sets a program to its initial parameters. */
export function startCase({ spec }: TrainCase, program: Program): void {
  const { size } = program.layout;
  program.writeState({
    parameters: initialiseParameters(spec.model, spec.key),
    m: new Float32Array(size),
    v: new Float32Array(size),
    step: 0,
  });
}
