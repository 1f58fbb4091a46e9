/// <reference lib="esnext.disposable" preserve="true" />
import type { GateStatistics } from '@reluctant/metrics';
import type { FeedForward, ParameterLayout } from '@reluctant/model';
import type { StreamKey } from '@reluctant/random';
import type { Features, TrainingRows } from './labelled-rows.js';

/**
 * Adam (Kingma & Ba 2015), as torch.optim.Adam: bias-corrected, epsilon added after the square root; with `weightDecay`
 * AdamW, as torch.optim.AdamW.
 */
export interface AdamOptions {
  /** Default 0.9. */
  readonly beta1: number;
  /** Default 0.999. */
  readonly beta2: number;
  /** Default 1e−8. */
  readonly epsilon: number;
  /**
   * Decoupled weight decay λ (Loshchilov & Hutter 2019): before its Adam step every parameter, biases included, is
   * multiplied by 1 − lr·λ. Gates only in the steps in which they are updated. At least 0. Default 0.
   */
  readonly weightDecay?: number;
}

/** Losses that engines minimise. */
export type LossName = 'cross_entropy' | 'squared_error';

/** What an engine needs to compile a program. It names no strategy: shares come with each epoch. */
export interface ProgramSpec<Of extends Features = Features> {
  readonly model: FeedForward;
  /** Rows per batch; the last batch of an epoch or evaluation may be shorter. */
  readonly batchSize: number;
  readonly optimiser: AdamOptions;
  /**
   * `cross_entropy`: mean softmax cross-entropy of the labels. `squared_error`: the mean over rows and outputs of
   * (value − target)², as torch.nn.MSELoss. Default `cross_entropy`.
   */
  readonly loss?: LossName;
  /**
   * Weight w of each class in the cross-entropy of training, above 0: a batch has the loss Σ w_y·l / Σ w_y over its
   * rows, as torch.nn.CrossEntropyLoss(weight). Evaluations are unweighted. Default: all equal.
   */
  readonly classWeights?: Float32Array;
  /** Weight of the mean absolute hidden post-activation, summed over hidden layers, added to the loss. Default 0. */
  readonly l1: number;
  /**
   * Probability in [0, 1) with which a hidden post-activation is set to 0, the others being divided by 1 − rate
   * (inverted dropout); drawn independently for each element and pass, in training and in evaluations, which makes
   * their passes MC dropout (Gal & Ghahramani 2016). Draws: purposes `dropout` and `evaluate_dropout`, u < rate drops.
   * Default 0.
   */
  readonly dropout?: number;
  /** Key of all draws. */
  readonly key: StreamKey;
  readonly train: TrainingRows<Of>;
  /** Named sets for {@link Program.evaluate}: always `validation`, and `test` where rows are held out. */
  readonly sets: Readonly<Record<string, TrainingRows<Of>>>;
}

/** One epoch as plain data. Arrays over steps have one entry per batch. */
export interface EpochRequest {
  /** Row order of the whole epoch: indices into the training set. Batches are consecutive slices of it. */
  readonly rows: Uint32Array;
  /** Share of ReLU at each step; NaN = the gate decides. */
  readonly share: Float32Array;
  /** 1 at the steps that use domain `all` instead of the model's (the ReLU tail of a switch). Default: at none. */
  readonly domainAll?: Uint8Array;
  /** Learning rate at each step. */
  readonly learningRate: Float64Array;
  /**
   * Injected noise in place of the streams (for golden traces): for each step and hidden layer, row-major [rows,
   * units]. Where a share decides, the uniform u (ReLU iff u < share); where a gate decides, the logistic n₀ − n₁.
   */
  readonly noise?: readonly (readonly Float32Array[])[];
}

/** An evaluation over one of the named sets, unshuffled, in batches of the training size. */
export interface EvaluationRequest {
  /** Key into {@link ProgramSpec.sets}. */
  readonly set: string;
  /** Share in force; NaN = the gate decides. */
  readonly share: number;
  /** True to use domain `all` instead of the model's, as in a test under another share. Default false. */
  readonly domainAll?: boolean;
  /** Draws: step = `firstStep` + batch, purpose evaluate. The caller computes (epoch · passes + pass) · batches. */
  readonly firstStep: number;
  /** False if the logits are not needed: the result's may then be empty, which saves a copy. Default true. */
  readonly logits?: boolean;
  /** Injected noise, as in {@link EpochRequest.noise}, one entry per batch. */
  readonly noise?: readonly (readonly Float32Array[])[];
}

/**
 * Result of an evaluation. Forward pass, logits and the cross-entropy of each row are float32 (relative error of a
 * row's loss some 1e−6); losses, shares and counts are summed over the rows in float64.
 */
export interface EvaluationResult {
  /** Mean softmax cross-entropy, or squared error; without the L1 term and class weights. */
  readonly loss: number;
  /** NaN with squared error. */
  readonly accuracy: number;
  /** Share of post-activations exactly 0, per hidden layer. */
  readonly sparsity: readonly number[];
  /** One entry per hidden layer; present only where the gate was in force. */
  readonly gates?: readonly GateStatistics[];
  /** Logits, or values with squared error, row-major [rows, outputs]. */
  readonly logits: Float32Array;
}

/** The whole state of a training: a program that loads it continues exactly where another stopped. */
export interface TrainingState {
  /** Flat parameters in the order of {@link Program.layout}. */
  readonly parameters: Float32Array;
  /** First moment estimates of Adam, not bias-corrected. */
  readonly m: Float32Array;
  /** Second moment estimates of Adam, not bias-corrected. */
  readonly v: Float32Array;
  /** Optimiser steps executed. */
  readonly step: number;
  /**
   * The number of these steps in which the gates were in force and were updated. Adam's bias corrections of the gates'
   * parameters count only these, as PyTorch counts the steps of each parameter. Default `step`; absent for models
   * without a gate.
   */
  readonly gateStep?: number;
}

/** The state of a training before its first step, with these parameters and zero moments. */
export function startingState(parameters: Float32Array): TrainingState {
  const { length } = parameters;
  return { parameters, m: new Float32Array(length), v: new Float32Array(length), step: 0 };
}

/** One batch for {@link Program.gradients}. */
export type GradientRequest = TrainingRows & {
  readonly share: number;
  readonly domainAll?: boolean;
  /** Step of the draws, purpose train. Default 0. */
  readonly step?: number;
  /** Injected noise, one array per hidden layer. */
  readonly noise?: readonly Float32Array[];
};

/**
 * A compiled training of one model. Calls must not overlap. It must be disposed of, by {@link dispose} or by `using`;
 * disposing twice does nothing, and every other method then throws `wrong-state`.
 *
 * Precision. float32: features, parameters, moments, every pass forward and backward, the cross-entropy of each row,
 * and the sums of gradients over at most 1,024 rows. float64: sums of losses over rows, of the gradients of larger
 * batches over their blocks of 1,024 rows (within 5e−7 normwise of a float64 sum), learning rates and bias corrections.
 *
 * The draws of a training step have purpose train and step = {@link TrainingState.step} before the step; noise is drawn
 * in the usage's granularity, uniforms where a share decides (none for `mix`, none needed for 0 or 1), logistics where
 * a gate does. While a share is set from outside, the gates' parameters, moments and step count do not change, as
 * PyTorch's Adam skips a parameter whose gradient is None (`zero_grad(set_to_none=True)`).
 */
export interface Program extends Disposable {
  readonly layout: ParameterLayout;
  /**
   * The order of the training rows in an epoch, for engines with a faster way to draw it. It equals
   * `new RandomStream(key, 'shuffle').order(train.rows, epoch)`. The result may be a view that the next call of any
   * method overwrites.
   */
  order?(epoch: number): Uint32Array;
  /**
   * Which vector of the state holds a non-finite number, for engines that can tell without copying it: the parameters
   * are checked first, then Adam's second moments, whose overflow stops a parameter from moving.
   */
  notFinite?(): 'parameters' | 'second moments' | undefined;
  /**
   * Trains one epoch and returns the loss of each step before its update, the L1 term included. A loss that is not
   * finite ends the epoch at that step; it is the last one returned, or is followed by NaN only. The result may be a
   * view that the next call overwrites.
   *
   * A request may also hold some consecutive batches of an epoch. An epoch trained in several calls ends in the same
   * bits wherever it is divided between two batches.
   */
  trainEpoch(request: EpochRequest): Promise<Float64Array> | Float64Array;
  evaluate(request: EvaluationRequest): Promise<EvaluationResult> | EvaluationResult;
  /**
   * Loss, logits (or values) and gradients (flat, in the layout's order) of one batch, without an update: for tests.
   */
  gradients(
    request: GradientRequest,
  ):
    | Promise<{ loss: number; logits: Float32Array; gradients: Float32Array }>
    | { loss: number; logits: Float32Array; gradients: Float32Array };
  /** A copy of the state. */
  readState(): Promise<TrainingState> | TrainingState;
  writeState(state: TrainingState): void;
  dispose(): void;
  /** {@link dispose}, for `using`. */
  [Symbol.dispose](): void;
}

/** Names of the engines. */
export type EngineName = 'wasm' | 'tfjs';

/** Compiles model specifications to programs. It does not depend on strategies. */
export interface Engine {
  readonly name: EngineName;
  /** Backend and module build, recorded in `config.json`: e.g. `simd`, `relaxed-simd`, `tfjs-node`, `tfjs-wasm`. */
  readonly build: string;
  compile(spec: ProgramSpec): Promise<Program> | Program;
}
