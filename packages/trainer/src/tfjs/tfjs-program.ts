import { ReluctantError, unknownName } from '@reluctant/errors';
import { gateOf, outputWidth, type ParameterLayout, type ParameterSlot, parameterLayout } from '@reluctant/model';
import { RandomStream } from '@reluctant/random';
import * as tf from '@tensorflow/tfjs-core';
import { checkSpec } from '../check-spec.js';
import { denseFeatures } from '../dense-features.js';
import type {
  EpochRequest,
  EvaluationRequest,
  EvaluationResult,
  GradientRequest,
  Program,
  ProgramSpec,
  TrainingState,
} from '../engine.js';
import type { TrainingRows } from '../labelled-rows.js';
import { adamStep } from './adam.js';
import { activateBackend } from './backend.js';
import { EvaluationSums } from './evaluation-sums.js';
import type { HiddenActivation, InForce } from './hidden-activation.js';
import { lossAndGradients } from './loss-and-gradients.js';
import { forward, isOfGate, movingSlots, slotTensors } from './network.js';
import type { BackendName } from './register-backend.js';

/**
 * A training on TensorFlow.js.
 *
 * Parameters and moments are flat float32 vectors in JavaScript. A step uploads the parameters, computes the gradients
 * by autodiff and applies Adam in JavaScript. So no tensor outlives a call, and reading and writing the state are
 * copies.
 */
export class TfjsProgram implements Program {
  readonly layout: ParameterLayout;
  readonly #spec: ProgramSpec;
  readonly #backend: BackendName;
  readonly #activation: HiddenActivation;
  readonly #trainStream: RandomStream;
  readonly #evaluateStream: RandomStream;
  readonly #dropout: number;
  readonly #trainDropout: RandomStream;
  readonly #evaluateDropout: RandomStream;
  readonly #gated: boolean;
  #state: TrainingState;
  #disposed = false;

  constructor(spec: ProgramSpec, backend: BackendName, activation: HiddenActivation) {
    this.layout = parameterLayout(spec.model);
    checkSpec(spec);
    this.#spec = spec;
    this.#gated = gateOf(spec.model) !== undefined;
    this.#backend = backend;
    this.#activation = activation;
    this.#trainStream = new RandomStream(spec.key, 'train');
    this.#evaluateStream = new RandomStream(spec.key, 'evaluate');
    this.#dropout = spec.dropout ?? 0;
    this.#trainDropout = new RandomStream(spec.key, 'dropout');
    this.#evaluateDropout = new RandomStream(spec.key, 'evaluate_dropout');
    const { size } = this.layout;
    this.#state = {
      parameters: new Float32Array(size),
      m: new Float32Array(size),
      v: new Float32Array(size),
      step: 0,
    };
  }

  async trainEpoch(request: EpochRequest): Promise<Float64Array> {
    this.#checkLive();
    await activateBackend(this.#backend);
    const { rows, share, domainAll, learningRate, noise } = request;
    const { batchSize, optimiser } = this.#spec;
    const losses = new Float64Array(Math.ceil(rows.length / batchSize));
    for (let index = 0; index < losses.length; index++) {
      const batch = this.#gather(rows.subarray(index * batchSize, (index + 1) * batchSize));
      const { step, gateStep = step } = this.#state;
      const inForce: InForce = {
        share: share[index] ?? Number.NaN,
        domainAll: domainAll?.[index] === 1,
        training: true,
        stream: this.#trainStream,
        dropout: { rate: this.#dropout, stream: this.#trainDropout },
        step,
        ...injected(noise?.[index]),
      };
      const slots = movingSlots(this.layout, inForce.share);
      const { loss, gradients } = this.#gradients(batch, inForce, slots);
      losses[index] = loss;
      if (!Number.isFinite(loss)) return losses.subarray(0, index + 1);
      const stepOf = (slot: ParameterSlot) => (isOfGate(slot) ? gateStep : step) + 1;
      adamStep(this.#state, slots, gradients, optimiser, learningRate[index] ?? Number.NaN, stepOf);
      const moved = { gateStep: gateStep + (Number.isNaN(inForce.share) ? 1 : 0) };
      this.#state = { ...this.#state, step: step + 1, ...(this.#gated && moved) };
    }
    return losses;
  }

  async evaluate(request: EvaluationRequest): Promise<EvaluationResult> {
    this.#checkLive();
    await activateBackend(this.#backend);
    const { set, share, domainAll = false, firstStep, noise } = request;
    const { model, sets, batchSize } = this.#spec;
    const split = sets[set];
    if (split === undefined) throw unknownName('evaluation set', set, Object.keys(sets));
    const outputs = outputWidth(model);
    const sums = new EvaluationSums();
    const logits = new Float32Array(split.rows * outputs);
    for (let first = 0, index = 0; first < split.rows; first += batchSize, index++) {
      const rows = Math.min(batchSize, split.rows - first);
      tf.tidy(() => {
        const own = Uint32Array.from({ length: rows }, (_, row) => first + row);
        const features = denseFeatures(split.features, own, model.inputs);
        const named = new Map(
          slotTensors(this.#state.parameters, this.layout.slots).map((tensor, slot) => [
            this.layout.slots[slot]?.name ?? '',
            tensor,
          ]),
        );
        const pass = forward(model, this.#activation, named, tf.tensor2d(features, [rows, model.inputs]), {
          share,
          domainAll,
          training: false,
          stream: this.#evaluateStream,
          dropout: { rate: this.#dropout, stream: this.#evaluateDropout },
          step: firstStep + index,
          ...injected(noise?.[index]),
        });
        logits.set(pass.logits.dataSync(), first * outputs);
        pass.hidden.forEach((layer, l) => {
          sums.add(l, layer);
        });
      });
    }
    return sums.result(logits, split, outputs);
  }

  async gradients(request: GradientRequest): Promise<{ loss: number; logits: Float32Array; gradients: Float32Array }> {
    this.#checkLive();
    await activateBackend(this.#backend);
    const { share, domainAll = false, step = 0, noise } = request;
    const slots = movingSlots(this.layout, share);
    const inForce: InForce = {
      share,
      domainAll,
      training: true,
      stream: this.#trainStream,
      dropout: { rate: this.#dropout, stream: this.#trainDropout },
      step,
      ...injected(noise),
    };
    const result = this.#gradients(request, inForce, slots);
    const flat = new Float32Array(this.layout.size);
    slots.forEach(({ offset }, index) => {
      flat.set(result.gradients[index] ?? [], offset);
    });
    return { loss: result.loss, logits: result.logits, gradients: flat };
  }

  readState(): TrainingState {
    this.#checkLive();
    return copyOf(this.#state);
  }

  writeState(state: TrainingState): void {
    this.#checkLive();
    const { size } = this.layout;
    for (const name of ['parameters', 'm', 'v'] as const) {
      if (state[name].length !== size)
        throw new ReluctantError('invalid-argument', `${name} must have ${size} elements, got ${state[name].length}`);
    }
    const { gateStep = state.step } = state;
    this.#state = { ...copyOf(state), ...(this.#gated && { gateStep }) };
  }

  /** Ends the use of the program, as with other engines. No tensor outlives a call, so there is nothing to free. */
  dispose(): void {
    this.#disposed = true;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #checkLive(): void {
    if (this.#disposed) throw new ReluctantError('wrong-state', 'the program was disposed of');
  }

  #gradients(
    batch: TrainingRows,
    inForce: InForce,
    slots: ParameterLayout['slots'],
  ): ReturnType<typeof lossAndGradients> {
    return lossAndGradients(this.#spec, this.#activation, this.#state.parameters, slots, batch, inForce);
  }

  #gather(rows: Uint32Array): TrainingRows {
    const { train, model } = this.#spec;
    const features = denseFeatures(train.features, rows, model.inputs);
    if ('labels' in train) {
      return { features, labels: Int32Array.from(rows, (row) => train.labels[row] ?? -1), rows: rows.length };
    }
    const outputs = outputWidth(model);
    const targets = new Float32Array(rows.length * outputs);
    rows.forEach((row, at) => {
      targets.set(train.targets.subarray(row * outputs, (row + 1) * outputs), at * outputs);
    });
    return { features, targets, rows: rows.length };
  }
}

function injected(noise: readonly Float32Array[] | undefined): { readonly noise?: readonly Float32Array[] } {
  return noise ? { noise } : {};
}

function copyOf(state: TrainingState): TrainingState {
  const { parameters, m, v, step, gateStep } = state;
  return {
    ...{ parameters: parameters.slice(), m: m.slice(), v: v.slice(), step },
    ...(gateStep !== undefined && { gateStep }),
  };
}
