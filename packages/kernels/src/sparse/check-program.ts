import { invalidOption, optionCheck, ReluctantError } from '@reluctant/errors';
import { maxThreads } from '../generated/sparse-abi.js';
import type { SparseProgramOptions } from './program-options.js';
import type { AffineMap, SparseStage } from './sparse-stage.js';

const checkOptions = optionCheck<SparseProgramOptions>('createSparseProgram', {
  threads: true,
  precision: true,
  multiply: true,
  certify: true,
  mayBlock: true,
});

function checkMap({ weight, bias }: AffineMap, inputs: number, outputs: number, name: string): void {
  if (weight.length !== inputs * outputs) {
    throw new ReluctantError(
      'invalid-argument',
      `${name} must have ${outputs} × ${inputs} weights, got ${weight.length}`,
    );
  }
  if (bias !== undefined && bias.length !== outputs) {
    throw new ReluctantError('invalid-argument', `${name} must have ${outputs} biases, got ${bias.length}`);
  }
}

function checkStages(stages: readonly SparseStage[]): void {
  if (stages.length === 0) throw new ReluctantError('invalid-argument', 'a sparse program needs at least one stage');
  stages.forEach((stage, index) => {
    const name = `stage ${index}`;
    const { inputs, outputs } = stage;
    if (![inputs, outputs].every((size) => Number.isInteger(size) && size > 0)) {
      throw new ReluctantError(
        'invalid-argument',
        `${name} must have positive whole sizes, got ${inputs} → ${outputs}`,
      );
    }
    const previous = stages[index - 1]?.outputs;
    if (previous !== undefined && previous !== inputs) {
      throw new ReluctantError(
        'invalid-argument',
        `${name} takes ${inputs} inputs, but the stage before it gives ${previous}`,
      );
    }
    checkMap(stage, inputs, outputs, name);
    if ((stage.activation === 'gated') !== (stage.up !== undefined)) {
      throw new ReluctantError('invalid-argument', `${name} must have a second factor if and only if it is gated`);
    }
    if (stage.up !== undefined) checkMap(stage.up, inputs, outputs, `the second factor of ${name}`);
  });
}

/** @throws ReluctantError if an option or a shape is invalid */
export function checkProgram(stages: readonly SparseStage[], options: SparseProgramOptions): void {
  checkOptions(options);
  checkStages(stages);
  const { threads = 1 } = options;
  if (!Number.isInteger(threads) || threads < 1 || threads > maxThreads)
    throw invalidOption('threads', `a whole number from 1 to ${maxThreads}`, threads);
}
