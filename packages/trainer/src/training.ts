/// <reference lib="esnext.disposable" preserve="true" />
import { invalidOption, ReluctantError } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import {
  type Checkpoint,
  type FeedForward,
  initialiseParameters,
  parameterLayout,
  type ShareInForce,
} from '@reluctant/model';
import { RandomStream } from '@reluctant/random';
import { classWeightedLoss } from './class-weighted-loss.js';
import { DivergedError } from './diverged-error.js';
import { EarlyStopping } from './early-stopping.js';
import type { Engine, EvaluationResult, Program, ProgramSpec, TrainingState } from './engine.js';
import { startingState } from './engine.js';
import { chooseEngine } from './engine-choice.js';
import { EpochCalls } from './epoch-calls.js';
import { epochRow, shortestShare } from './epoch-row.js';
import { checkEvaluateOptions, type EvaluateOptions, type Evaluation, Evaluator } from './evaluator.js';
import type { Features, TrainingRows } from './labelled-rows.js';
import { planLearningRates } from './plan-learning-rates.js';
import { planShares, type SharePlan } from './strategy/plan-shares.js';
import {
  checkAdamOptions,
  checkTrainOptions,
  defaultBatchSize,
  defaultKey,
  defaultLearningRate,
  defaultOptimiser,
  type TrainOptions,
} from './train-options.js';

/**
 * The training of one model. Iterating it, once, yields a row after each epoch.
 *
 * Between two rows and after the last one {@link checkpoint} and {@link evaluate} may be called. A training must be
 * disposed of, by {@link dispose} or by `using`, whether the iteration has ended or not, to free the engine's memory.
 * Its results are a pure function of its options, except for wall times: a training that continues from a checkpoint
 * yields the same rows and weights, bit for bit, as one that was never stopped.
 */
export class Training implements AsyncIterable<EpochRow>, Disposable {
  /** The net with the strategy's activation, as stored in checkpoints. */
  readonly model: FeedForward;
  readonly #options: TrainOptions;
  readonly #spec: ProgramSpec;
  readonly #batches: number;
  readonly #plan: SharePlan;
  readonly #rates: Float64Array;
  readonly #stopping: EarlyStopping;
  #live: { readonly engine: Engine; readonly program: Program } | undefined;
  #evaluator: Evaluator | undefined;
  #epoch: number;
  #iterated = false;
  #withinEpoch = false;
  #disposed = false;

  /**
   * @throws ReluctantError when a set has no rows, or the checkpoint belongs to another net or lies beyond the last
   * epoch
   */
  constructor(options: TrainOptions) {
    checkTrainOptions(options);
    checkAdamOptions(options.optimiser);
    const { initialisation = 'linear' } = options;
    if (initialisation !== 'linear' && initialisation !== 'glorot')
      throw invalidOption('initialisation', 'linear or glorot', initialisation);
    const { strategy, train, epochs, batchSize = defaultBatchSize, from } = options;
    this.#options = options;
    const { loss = 'cross_entropy', classWeights } = options;
    const { inputs, layers } = options.model;
    this.model = {
      ...{ inputs, layers, activation: strategy.usage },
      ...(loss === 'squared_error' && { outputs: 'values' }),
    };
    this.#spec = {
      model: this.model,
      batchSize,
      optimiser: options.optimiser ?? defaultOptimiser,
      loss,
      ...(classWeights && { classWeights }),
      l1: options.l1 ?? 0,
      dropout: strategy.dropout ?? 0,
      key: options.key ?? defaultKey,
      train,
      sets: { ...options.sets, validation: options.validation, ...(options.test && { test: options.test }) },
    };
    checkRows(train, 'training');
    checkRows(options.validation, 'validation');
    checkStart(this.model, epochs, from);
    this.#batches = Math.ceil(train.rows / batchSize);
    this.#plan = planShares(strategy.schedule, { epochs, stepsPerEpoch: this.#batches });
    this.#stopping = new EarlyStopping({
      patience: options.patience,
      best: from?.best,
      runsAsAtTheEnd: (epoch) => this.#isInForce(epoch * this.#batches - 1, epochs * this.#batches - 1),
    });
    const { learningRate = defaultLearningRate, learningRateSchedule = { name: 'constant' } } = options;
    this.#rates = planLearningRates(learningRateSchedule, learningRate, epochs * this.#batches);
    this.#epoch = from?.epoch ?? 0;
  }

  /** Number of epochs trained so far. */
  get epoch(): number {
    return this.#epoch;
  }

  /**
   * With {@link TrainOptions.patience}: the epoch with the lowest validation loss so far, the first one of equal ones,
   * and the checkpoint after it. With class weights the validation loss is weighted, too. Undefined without patience
   * and before the first epoch that counts.
   */
  get best(): { readonly epoch: number; readonly validationLoss: number; readonly checkpoint: Checkpoint } | undefined {
    const { best } = this.#stopping;
    if (best === undefined) return undefined;
    const { validationLoss, ...state } = best;
    const { epoch } = best;
    return { epoch, validationLoss, checkpoint: { model: this.model, ...state, metadata: this.#metadata() } };
  }

  /**
   * Trains and yields a row after each epoch. An epoch runs in engine calls of at most some 50 ms, with a turn of the
   * event loop between them.
   *
   * @throws DivergedError when a loss, a parameter or a second moment of Adam is not finite; the signal's reason soon
   *   after it is aborted; the training is then in the state of its last row
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<EpochRow, void, undefined> {
    if (this.#iterated) throw new ReluctantError('wrong-state', 'a training can be iterated only once');
    this.#iterated = true;
    const { program } = await this.#compiled();
    const calls = new EpochCalls(program, this.#spec.batchSize);
    while (this.#epoch < this.#options.epochs && !this.#stopping.isOver(this.#epoch)) {
      this.#withinEpoch = true;
      yield await this.#trainEpoch(program, calls).finally(() => {
        this.#withinEpoch = false;
      });
    }
  }

  /**
   * Returns the state after the epochs trained so far, for `encodeCheckpoint`, `predict`, `exportOnnx` and {@link
   * TrainOptions.from}.
   *
   * @throws ReluctantError (`wrong-state`) within an epoch and after {@link dispose}
   */
  async checkpoint(): Promise<Checkpoint> {
    this.#checkBetweenEpochs();
    // The state is read synchronously if the program exists: with `using`, `return training.checkpoint()` disposes of
    // the training before the promise settles.
    const { program } = this.#live ?? (await this.#compiled());
    const { best } = this.#stopping;
    return {
      ...{ model: this.model, ...(await program.readState()), epoch: this.#epoch, inForce: this.#storedShare() },
      ...(best && { best }),
      metadata: this.#metadata(),
    };
  }

  /**
   * Evaluates the current weights under the share in force or another one, in one or several stochastic passes.
   *
   * @throws ReluctantError for an unknown set, within an epoch, and after {@link dispose}; the signal's reason when it
   *   is aborted between two passes
   */
  async evaluate(options: EvaluateOptions = {}): Promise<Evaluation> {
    checkEvaluateOptions(options);
    this.#checkBetweenEpochs();
    const { engine, program } = await this.#compiled();
    this.#evaluator ??= new Evaluator(engine, this.#spec);
    const { signal } = this.#options;
    const request = { ...(signal && { signal }), ...options, epoch: this.#epoch, ...this.#inForce() };
    return this.#evaluator.evaluate(program, request);
  }

  /** Frees the engine's memory. A second call does nothing; any other method then throws `wrong-state`. */
  dispose(): void {
    this.#disposed = true;
    this.#evaluator?.dispose();
    this.#live?.program.dispose();
    this.#live = undefined;
  }

  /** {@link dispose}, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  #checkBetweenEpochs(): void {
    if (!this.#withinEpoch) return;
    throw new ReluctantError('wrong-state', `epoch ${this.#epoch + 1} is being trained: wait for its row`);
  }

  async #compiled(): Promise<{ readonly engine: Engine; readonly program: Program }> {
    if (this.#disposed) throw new ReluctantError('wrong-state', 'the training was disposed of');
    if (this.#live) return this.#live;
    const { from, initialisation } = this.#options;
    const engine = this.#options.engine ?? (await chooseEngine({ model: this.model })).engine;
    const program = await engine.compile(this.#spec);
    program.writeState(from ?? startingState(initialiseParameters(this.model, this.#spec.key, initialisation)));
    this.#live = { engine, program };
    return this.#live;
  }

  async #trainEpoch(program: Program, calls: EpochCalls): Promise<EpochRow> {
    const { train, strategy, signal } = this.#options;
    const { key } = this.#spec;
    const began = performance.now();
    const epoch = this.#epoch;
    const first = epoch * this.#batches;
    const last = first + this.#batches;
    const losses = await calls.run(
      {
        rows: program.order?.(epoch) ?? new RandomStream(key, 'shuffle').order(train.rows, epoch),
        share: this.#plan.share.subarray(first, last),
        domainAll: this.#plan.domainAll.subarray(first, last),
        learningRate: this.#rates.subarray(first, last),
      },
      signal,
    );
    const where = { strategy: strategy.name, run: key.run, epoch: epoch + 1 };
    const badStep = firstNotFinite(losses);
    if (badStep >= 0) throw new DivergedError({ ...where, step: first + badStep, what: 'loss' });
    this.#epoch++;
    const { share, domainAll } = this.#inForce();
    const validationBatches = Math.ceil(this.#options.validation.rows / this.#spec.batchSize);
    const validation = await program.evaluate({
      set: 'validation',
      share,
      domainAll,
      firstStep: epoch * validationBatches,
      logits: this.#weighsChoice(),
    });
    if (!Number.isFinite(validation.loss)) {
      throw new DivergedError({ ...where, step: last - 1, what: 'validation loss' });
    }
    // A weight of a dead unit can be infinite while every loss is finite.
    const what = program.notFinite ? program.notFinite() : notFinite(await program.readState());
    if (what) throw new DivergedError({ ...where, step: last - 1, what });
    const validationLoss = this.#choosingLoss(validation);
    if (this.#stopping.isBest(this.#epoch, validationLoss)) {
      const state = await program.readState();
      const inForce = this.#storedShare();
      this.#stopping.keep({ epoch: this.#epoch, validationLoss, ...state, inForce });
    }
    return epochRow({
      where,
      losses,
      rows: train.rows,
      batchSize: this.#spec.batchSize,
      step: last,
      share,
      learningRate: this.#rates[last - 1] ?? Number.NaN,
      validation,
      wallMs: performance.now() - began,
    });
  }

  /** Whether the best epoch is chosen by a weighted loss. */
  #weighsChoice(): boolean {
    return this.#options.patience !== undefined && this.#spec.classWeights !== undefined;
  }

  /** The validation loss that chooses the best epoch: weighted as the training loss is. */
  #choosingLoss({ loss, logits }: EvaluationResult): number {
    const { validation } = this.#options;
    const { classWeights } = this.#spec;
    if (!this.#weighsChoice() || classWeights === undefined || !('labels' in validation)) return loss;
    return classWeightedLoss(logits, validation.labels, classWeights);
  }

  #metadata(): Checkpoint['metadata'] {
    return { strategy: this.#options.strategy.name, run: String(this.#spec.key.run) };
  }

  /** Whether the same share and domain are in force at two steps. */
  #isInForce(step: number, other: number): boolean {
    const { share, domainAll } = this.#plan;
    return Object.is(share[step], share[other]) && domainAll[step] === domainAll[other];
  }

  /** The share in force as checkpoints hold it. */
  #storedShare(): ShareInForce {
    const { share, domainAll } = this.#inForce();
    return { share: Number.isNaN(share) ? 'gate' : shortestShare(share), domainAll };
  }

  /** The share and domain of the last executed step; before any step, of the first one. */
  #inForce(): { readonly share: number; readonly domainAll: boolean } {
    const step = Math.max(0, this.#epoch * this.#batches - 1);
    return { share: this.#plan.share[step] ?? Number.NaN, domainAll: this.#plan.domainAll[step] === 1 };
  }
}

/** Index of the first value that is not finite; −1 if there is none. */
function firstNotFinite(values: Float64Array): number {
  for (let index = 0; index < values.length; index++) if (!Number.isFinite(values[index])) return index;
  return -1;
}

/** The vector of a state that holds a non-finite number; the parameters are checked first. */
function notFinite({ parameters, v }: TrainingState): 'parameters' | 'second moments' | undefined {
  if (!allFinite(parameters)) return 'parameters';
  return allFinite(v) ? undefined : 'second moments';
}

/** A sum is finite only if every term is: sums of float32 values do not overflow float64. */
function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0;
  return Number.isFinite(sum);
}

function checkRows(split: TrainingRows<Features>, name: string): void {
  if (split.rows >= 1) return;
  const message = `the ${name} set must have at least one row, got ${split.rows}`;
  throw new ReluctantError('invalid-option', message, { path: [name === 'training' ? 'train' : name, 'rows'] });
}

function checkStart(model: FeedForward, epochs: number, from: Checkpoint | undefined): void {
  if (!Number.isInteger(epochs) || epochs < 1) throw invalidOption('epochs', 'a whole number of at least 1', epochs);
  if (from === undefined) return;
  const { size } = parameterLayout(model);
  if (from.parameters.length !== size) {
    const message = `the checkpoint has ${from.parameters.length} parameters, but the net has ${size}`;
    throw new ReluctantError('invalid-option', message, { path: ['from', 'parameters'] });
  }
  if (from.model.outputs !== model.outputs) {
    const [its, ours] = [from, { model }].map((of) => (of.model.outputs === 'values' ? 'a regressor' : 'a classifier'));
    const message = `the checkpoint is of ${its}, but the training of ${ours}`;
    throw new ReluctantError('invalid-option', message, { path: ['from', 'model', 'outputs'] });
  }
  if (from.epoch > epochs) {
    const message = `the checkpoint is of epoch ${from.epoch}, but the training ends at epoch ${epochs}`;
    throw new ReluctantError('invalid-option', message, { path: ['from', 'epoch'], received: from.epoch });
  }
}
