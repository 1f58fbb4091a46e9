import { invalidOption, ReluctantError, unknownName } from '@reluctant/errors';
import { type MemoryPool, TrainingKernel } from '@reluctant/kernels/train';
import { gateQuantiles } from '@reluctant/metrics';
import { gateOf, hiddenWidths, outputWidth, type ParameterLayout, parameterLayout } from '@reluctant/model';
import { checkSpec } from '../check-spec.js';
import type {
  EpochRequest,
  EvaluationRequest,
  EvaluationResult,
  GradientRequest,
  Program,
  ProgramSpec,
  TrainingState,
} from '../engine.js';
import type { AdamCorrections, AdamFactors } from './adam-corrections.js';
import { checkEpoch, checkGradients, checkNoise, checkShare, checkState } from './check-request.js';
import { supportsWasm } from './supports-wasm.js';

/**
 * A training in one WebAssembly memory: every epoch and evaluation is one call into it. All methods are synchronous.
 */
export class WasmProgram implements Program {
  readonly layout: ParameterLayout;
  readonly #spec: ProgramSpec;
  readonly #outputs: number;
  readonly #hidden: readonly number[];
  #kernel: TrainingKernel | undefined;
  readonly #corrections: AdamCorrections;
  readonly #gated: boolean;
  #factors: AdamFactors = factorsOf(0);
  #gateFactors: AdamFactors = factorsOf(0);
  #step = 0;
  /** Optimiser steps in which the gate was in force. */
  #gateStep = 0;

  /** @throws ReluctantError when there is no kernel for the program, or its data do not fit its model */
  constructor(module: WebAssembly.Module, spec: ProgramSpec, memories: MemoryPool, corrections: AdamCorrections) {
    this.#corrections = corrections;
    const { model, train, sets } = spec;
    if ('module' in model.activation) {
      throw new ReluctantError('unsupported', `the wasm engine has no kernel: ${supportsWasm(spec)}`);
    }
    checkSpec(spec);
    this.#spec = spec;
    this.#outputs = outputWidth(model);
    this.#hidden = hiddenWidths(model);
    this.#gated = gateOf(model) !== undefined;
    this.layout = parameterLayout(model);
    if (!Number.isInteger(spec.batchSize) || spec.batchSize < 1) {
      throw invalidOption('batchSize', 'a whole number of at least 1', spec.batchSize);
    }
    this.#kernel = new TrainingKernel(
      module,
      {
        ...model.activation,
        inputs: model.inputs,
        units: model.layers.map((layer) => layer.out),
        batchSize: spec.batchSize,
        adam: spec.optimiser,
        loss: spec.loss ?? 'cross_entropy',
        ...(spec.classWeights && { classWeights: spec.classWeights }),
        l1: spec.l1,
        dropout: spec.dropout ?? 0,
        key: spec.key,
        shareQuantiles: gateQuantiles,
        train,
        sets,
      },
      memories,
    );
  }

  order(epoch: number): Uint32Array {
    return this.#live().order(epoch);
  }

  notFinite(): 'parameters' | 'second moments' | undefined {
    const kernel = this.#live();
    if (!kernel.isFinite('parameters')) return 'parameters';
    return kernel.isFinite('v') ? undefined : 'second moments';
  }

  trainEpoch(request: EpochRequest): Float64Array {
    checkEpoch(request, this.#spec, this.#live().holds(request.rows));
    const steps = request.learningRate.length;
    if (this.#factors.stepSize.length !== steps) {
      this.#factors = factorsOf(steps);
      this.#gateFactors = factorsOf(this.#gated ? steps : 0);
    }
    this.#corrections.fill(request.learningRate, this.#step, this.#factors);
    // If the gate was in force at every step, its corrections equal those of the other parameters.
    const apart = this.#gated && !(this.#gateStep === this.#step && gatedSteps(request.share, steps) === steps);
    if (apart) this.#corrections.fill(request.learningRate, this.#gateStep, this.#gateFactors, request.share);
    const { weightDecay = 0 } = this.#spec.optimiser;
    const losses = this.#live().trainEpoch(
      {
        rows: request.rows,
        share: request.share,
        domainAll: request.domainAll ?? new Uint8Array(request.share.length),
        stepSize: this.#factors.stepSize,
        inverseRoot: this.#factors.inverseRoot,
        ...(apart && { gateStepSize: this.#gateFactors.stepSize, gateInverseRoot: this.#gateFactors.inverseRoot }),
        ...(weightDecay > 0 && { decay: Float32Array.from(request.learningRate, (rate) => rate * weightDecay) }),
        firstStep: this.#step,
      },
      request.noise,
    );
    // A step whose loss is not finite made no update.
    const executed = Number.isFinite(losses[losses.length - 1] ?? 0) ? losses.length : losses.length - 1;
    this.#step += executed;
    if (this.#gated) this.#gateStep += gatedSteps(request.share, executed);
    return losses;
  }

  evaluate(request: EvaluationRequest): EvaluationResult {
    checkShare(request.share, this.#spec);
    const squared = this.#spec.loss === 'squared_error';
    const split = this.#spec.sets[request.set];
    if (!split) throw unknownName('evaluation set', request.set, Object.keys(this.#spec.sets));
    request.noise?.forEach((noise, batch) => {
      checkNoise(noise, this.#spec, Math.min(this.#spec.batchSize, split.rows - batch * this.#spec.batchSize));
    });
    const found = this.#live().evaluate(
      request.set,
      {
        share: request.share,
        domainAll: request.domainAll ?? false,
        step: request.firstStep,
        logits: request.logits ?? true,
      },
      request.noise,
    );
    return {
      loss: found.lossSum / (squared ? split.rows * this.#outputs : split.rows),
      accuracy: squared ? Number.NaN : found.right / split.rows,
      sparsity: this.#hidden.map((units, l) => (found.zeros[l] ?? Number.NaN) / (split.rows * units)),
      ...(found.shares && {
        gates: found.shares.map((layer) => ({
          mean: layer.sum / layer.count,
          mean_negative: layer.negativeSum / layer.negativeCount,
          quantiles: layer.quantiles,
          quantiles_negative: layer.negativeQuantiles,
        })),
      }),
      logits: found.logits,
    };
  }

  gradients(request: GradientRequest): { loss: number; logits: Float32Array; gradients: Float32Array } {
    checkGradients(request, this.#spec);
    return this.#live().gradients(
      request,
      { share: request.share, domainAll: request.domainAll ?? false, step: request.step ?? 0 },
      request.noise,
    );
  }

  readState(): TrainingState {
    const kernel = this.#live();
    return {
      parameters: kernel.vector('parameters').slice(),
      m: kernel.vector('m').slice(),
      v: kernel.vector('v').slice(),
      step: this.#step,
      ...(this.#gated && { gateStep: this.#gateStep }),
    };
  }

  writeState(state: TrainingState): void {
    checkState(state, this.layout);
    const kernel = this.#live();
    kernel.vector('parameters').set(state.parameters);
    kernel.vector('m').set(state.m);
    kernel.vector('v').set(state.v);
    this.#step = state.step;
    this.#gateStep = state.gateStep ?? state.step;
  }

  /** Returns the memory to the engine for its next program; this one cannot be used afterwards. */
  dispose(): void {
    this.#kernel?.release();
    this.#kernel = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #live(): TrainingKernel {
    if (!this.#kernel) throw new ReluctantError('wrong-state', 'the program was disposed of');
    return this.#kernel;
  }
}

function factorsOf(steps: number): AdamFactors {
  return { stepSize: new Float32Array(steps), inverseRoot: new Float32Array(steps) };
}

/** Counts, among the first `count` steps, those with a share of NaN, in which the gate is in force. */
function gatedSteps(share: Float32Array, count: number): number {
  let gated = 0;
  for (let step = 0; step < count; step++) if (Number.isNaN(share[step])) gated++;
  return gated;
}
