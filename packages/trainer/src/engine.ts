/// <reference lib="esnext.disposable" preserve="true" />
import type { GateStatistics } from '@reluctant/metrics';
import type { FeedForward, ParameterLayout } from '@reluctant/model';
import type { StreamKey } from '@reluctant/random';

/** Rows that an engine trains or evaluates on: float32 features, row-major [rows, inputs], and labels. */
export interface LabelledRows {
  readonly features: Float32Array;
  readonly labels: Int32Array;
  readonly rows: number;
}

/** Adam (Kingma & Ba 2015), as torch.optim.Adam: bias-corrected, epsilon added after the square root, no weight decay. */
export interface AdamOptions {
  /** Default 0.9. */
  readonly beta1: number;
  /** Default 0.999. */
  readonly beta2: number;
  /** Default 1e−8. */
  readonly epsilon: number;
}

/** Everything an engine fixes when it compiles. Nothing here names a strategy: shares come with each epoch. */
export interface ProgramSpec {
  readonly model: FeedForward;
  /** Rows per batch; the last batch of an epoch or evaluation may be shorter. */
  readonly batchSize: number;
  readonly optimiser: AdamOptions;
  /** Weight of the mean absolute hidden post-activation, summed over hidden layers, added to the loss. Default 0. */
  readonly l1: number;
  /**
   * Probability in [0, 1) with which a hidden post-activation is set to 0, the others being divided by 1 − rate (inverted
   * dropout); afresh for each element and pass, in training and in evaluations, whose passes are then those of MC dropout (Gal &
   * Ghahramani 2016). Draws: purposes `dropout` and `evaluate_dropout`, u < rate drops. Default 0.
   */
  readonly dropout?: number;
  /** Key of all draws. */
  readonly key: StreamKey;
  readonly train: LabelledRows;
  /** Named sets for {@link Program.evaluate}; `validation` always, `test` when held out. */
  readonly sets: Readonly<Record<string, LabelledRows>>;
}

/** One epoch as plain data. Arrays over steps have one entry per batch. */
export interface EpochRequest {
  /** Row order of the whole epoch: indices into the training split. Batches are consecutive slices of it. */
  readonly rows: Uint32Array;
  /** Share of ReLU at each step; NaN = the gate decides. */
  readonly share: Float32Array;
  /** 1 at the steps that use domain `all` whatever the model says (the ReLU tail of a switch). Absent: nowhere. */
  readonly domainAll?: Uint8Array;
  /** Learning rate at each step. */
  readonly learningRate: Float64Array;
  /**
   * Injected noise in place of the streams (for golden traces): for each step and hidden layer, row-major [rows, units].
   * Where a share decides, the uniform u (ReLU iff u < share); where a gate decides, the logistic n₀ − n₁.
   */
  readonly noise?: readonly (readonly Float32Array[])[];
}

/** An evaluation over one of the named sets, unshuffled, in batches of the training size. */
export interface EvaluationRequest {
  /** Key into {@link ProgramSpec.sets}. */
  readonly set: string;
  /** Share in force; NaN = the gate decides. */
  readonly share: number;
  /** True to use domain `all` whatever the model says (a test under other shares). Default false. */
  readonly domainAll?: boolean;
  /** Draws: step = `firstStep` + batch, purpose evaluate. The caller computes (epoch · passes + pass) · batches. */
  readonly firstStep: number;
  /** False says that the logits are not needed: the result's may then be empty, which saves a copy. Default true. */
  readonly logits?: boolean;
  /** Injected noise, as in {@link EpochRequest.noise}, one entry per batch. */
  readonly noise?: readonly (readonly Float32Array[])[];
}

/**
 * What an evaluation finds. Forward pass, logits and the cross-entropy of each row are float32 (relative error of a row's loss some
 * 1e−6); losses, shares and counts are summed over the rows in float64.
 */
export interface EvaluationResult {
  /** Mean softmax cross-entropy (without the L1 term). */
  readonly loss: number;
  readonly accuracy: number;
  /** Share of post-activations exactly 0, per hidden layer. */
  readonly sparsity: readonly number[];
  /** Per hidden layer, present iff the gate decided. */
  readonly gates?: readonly GateStatistics[];
  /** Logits, row-major [rows, classes]. */
  readonly logits: Float32Array;
}

/** The whole state of a training: with it, a program goes on exactly where another stopped. */
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
   * Of these, the steps in which the gates decided and so moved: Adam's bias corrections of their parameters count these alone, as
   * PyTorch counts the steps of each parameter. Default `step`; models without a gate do not have it.
   */
  readonly gateStep?: number;
}

/** One batch for {@link Program.gradients}. */
export interface GradientRequest extends LabelledRows {
  readonly share: number;
  readonly domainAll?: boolean;
  /** Step of the draws, purpose train. Default 0. */
  readonly step?: number;
  /** Injected noise, one array per hidden layer. */
  readonly noise?: readonly Float32Array[];
}

/**
 * A compiled training of one model. Methods must not overlap. It is to be disposed of, by {@link dispose} or by `using`; a second
 * time does nothing, and every other method then throws `wrong-state`.
 *
 * Precision. float32: features, parameters, moments, every pass forward and backward, the cross-entropy of each row, and the sums of
 * gradients over at most 1,024 rows. float64: sums of losses over rows, of the gradients of larger batches over their blocks of 1,024
 * rows (within 5e−7 normwise of a float64 sum), learning rates and bias corrections.
 *
 * The draws of a training step have purpose train and step = {@link TrainingState.step} before the step; noise is drawn in the
 * usage's granularity, uniforms where a share decides (none for `mix`, none needed for 0 or 1), logistics where a gate does.
 * While a share decides, gates stand still: neither their parameters nor their moments nor the steps that their bias corrections
 * count move, as PyTorch's Adam passes over a parameter whose gradient is None (`zero_grad(set_to_none=True)`).
 */
export interface Program extends Disposable {
  readonly layout: ParameterLayout;
  /**
   * The order of the training rows in an epoch, for engines that draw it faster: the same as
   * `new RandomStream(key, 'shuffle').order(train.rows, epoch)`. It may be a view that the next call of any method overwrites.
   */
  order?(epoch: number): Uint32Array;
  /**
   * Which vector of the state holds a number that is not finite, for engines that know without giving a copy of it: the parameters
   * first, else Adam's second moments, whose overflow stops every parameter from moving.
   */
  notFinite?(): 'parameters' | 'second moments' | undefined;
  /**
   * Trains one epoch; gives the loss of each step before its update, the L1 term included. A loss that is not finite ends the
   * epoch at that step: it is the last one given (or followed by NaN only). It may be a view that the next call overwrites.
   *
   * A request may also be some consecutive batches of an epoch: trained in several calls, an epoch ends in the same bits wherever
   * it is cut between two batches.
   */
  trainEpoch(request: EpochRequest): Promise<Float64Array> | Float64Array;
  evaluate(request: EvaluationRequest): Promise<EvaluationResult> | EvaluationResult;
  /** Loss, logits and gradients (flat, in the layout's order) of one batch, without an update: for tests. */
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

/** The engines there are. */
export type EngineName = 'wasm' | 'tfjs';

/** Compiles model specifications to programs. Knows no strategy by name. */
export interface Engine {
  readonly name: EngineName;
  /** Backend and module build, recorded in `config.json`: e.g. `simd`, `relaxed-simd`, `tfjs-node`, `tfjs-wasm`. */
  readonly build: string;
  compile(spec: ProgramSpec): Promise<Program> | Program;
}
