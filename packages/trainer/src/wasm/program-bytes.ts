import { planMemory, type TrainingSize } from '@reluctant/kernels/train';
import type { FeedForward } from '@reluctant/model';
import { defaultOptimiser } from '../train-options.js';

/** Sizes of a program and of its data. */
export interface ProgramExtent extends Pick<TrainingSize, 'batchSize' | 'train' | 'sets' | 'loss'> {
  readonly model: FeedForward;
  /** Default 0. */
  readonly dropout?: number | undefined;
}

/** The memory of a program, computed from its sizes alone. */
export interface ProgramBytes {
  /** Bytes of its WebAssembly memory. */
  readonly bytes: number;
  readonly parameters: number;
  /** Steps of an epoch. */
  readonly steps: number;
}

/** The memory that a program takes. A user's activation, which has no kernel, counts as the plainest usage. */
export function programBytes({ model, dropout = 0, ...size }: ProgramExtent): ProgramBytes {
  const usage =
    'module' in model.activation
      ? ({ use: 'mix', domain: 'all', positive: 'silu', granularity: 'element' } as const)
      : model.activation;
  const { bytes, programValues, epoch } = planMemory({
    ...usage,
    ...size,
    inputs: model.inputs,
    units: model.layers.map(({ out }) => out),
    adam: defaultOptimiser,
    dropout,
    key: { seed: 0, run: 0 },
  });
  return { bytes, parameters: programValues.parameterCount, steps: epoch.steps };
}
