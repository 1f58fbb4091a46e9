import type { TrainingState } from './engine.js';

/** The state of a training before its first step, with these parameters and zero moments. */
export function startingState(parameters: Float32Array): TrainingState {
  const { length } = parameters;
  return { parameters, m: new Float32Array(length), v: new Float32Array(length), step: 0 };
}
