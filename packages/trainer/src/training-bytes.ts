import type { FeedForward } from '@reluctant/model';
import type { ProgramSpec } from './engine.js';
import { loadWasmEngine } from './engine-choice.js';

/** A training without its data: what its memory depends on. */
export interface TrainingExtent extends Pick<ProgramSpec, 'batchSize' | 'dropout' | 'loss'> {
  readonly model: FeedForward;
  readonly epochs: number;
  /** Rows of the training set. */
  readonly rows: number;
  /** Rows of each set for evaluations, by name. */
  readonly sets: Readonly<Record<string, number>>;
}

/** Memory of one training in bytes. */
export interface TrainingBytes {
  /**
   * Of a program: parameters, gradients, moments, buffers of a batch, and a copy of the data. For the engine `wasm`
   * exactly the size of its WebAssembly memory; `tfjs` needs about as much.
   */
  readonly program: number;
  /** Of the shares and learning rates of all steps. */
  readonly schedule: number;
  /** Of the longest array of the schedule, in elements. */
  readonly steps: number;
  /** Of a state outside of the program, as in a checkpoint: parameters and moments. */
  readonly state: number;
}

/** Float32 and Uint8 of `planShares`, Float64 of the learning rates. */
const bytesPerStep = 13;

/** The memory that a training takes, computed from its sizes alone: nothing is allocated. */
export async function trainingBytes({ epochs, rows, sets, ...extent }: TrainingExtent): Promise<TrainingBytes> {
  const [{ programBytes }] = await loadWasmEngine();
  const program = programBytes({
    ...extent,
    train: { rows },
    sets: Object.fromEntries(Object.entries(sets).map(([name, count]) => [name, { rows: count }])),
  });
  const steps = epochs * program.steps;
  return { program: program.bytes, schedule: bytesPerStep * steps, steps, state: 12 * program.parameters };
}
