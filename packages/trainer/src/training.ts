import { invalidOption, ReluctantError } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import { type Checkpoint, type FeedForward, initialiseParameters, parameterLayout } from '@reluctant/model';
import { RandomStream } from '@reluctant/random';
import { DivergedError } from './diverged-error.js';
import type { Program, ProgramSpec, Split, TrainingState } from './engine.js';
import { epochRow } from './epoch-row.js';
import { checkEvaluateOptions, type EvaluateOptions, type Evaluation, Evaluator } from './evaluator.js';
import { EventLoopPause } from './event-loop-pause.js';
import { planLearningRates } from './plan-learning-rates.js';
import { planShares, type SharePlan } from './strategy/plan-shares.js';
import {
  checkAdamOptions,
  checkTrainOptions,
  defaultBatchSize,
  defaultLearningRate,
  defaultOptimiser,
  type TrainOptions,
} from './train-options.js';

/**
 * The training of one model: iterate it once for a row after each epoch.
 *
 * Between two rows and after the last one {@link checkpoint} and {@link evaluate} may be called; {@link dispose} frees what the
 * engine holds, whether the iteration came to its end or not. A training is a pure function of its options, wall times aside: one
 * that goes on from a checkpoint gives the rows and weights that it would have given without a stop, bit for bit.
 */
export class Training implements AsyncIterable<EpochRow> {
  /** The net with the strategy's activation: what checkpoints hold. */
  readonly model: FeedForward;
  readonly #options: TrainOptions;
  readonly #spec: ProgramSpec;
  readonly #batches: number;
  readonly #plan: SharePlan;
  readonly #rates: Float64Array;
  #program: Program | undefined;
  #evaluator: Evaluator | undefined;
  #epoch: number;
  #started = false;

  /** @throws ReluctantError when there are no rows or the checkpoint is of another net or beyond the last epoch */
  constructor(options: TrainOptions) {
    checkTrainOptions(options);
    checkAdamOptions(options.optimiser);
    const { strategy, train, epochs, batchSize = defaultBatchSize, from } = options;
    this.#options = options;
    this.model = { ...options.model, activation: strategy.usage };
    this.#spec = {
      model: this.model,
      batchSize,
      optimiser: options.optimiser ?? defaultOptimiser,
      l1: options.l1 ?? 0,
      dropout: strategy.dropout ?? 0,
      key: options.key,
      train,
      evaluation: { ...options.sets, validation: options.validation, ...(options.test && { test: options.test }) },
    };
    checkRows(train, 'training');
    checkRows(options.validation, 'validation');
    checkStart(this.model, epochs, from);
    this.#batches = Math.ceil(train.rows / batchSize);
    this.#plan = planShares(strategy.schedule, { epochs, stepsPerEpoch: this.#batches });
    const { learningRate = defaultLearningRate, learningRateSchedule = { name: 'constant' } } = options;
    this.#rates = planLearningRates(learningRateSchedule, learningRate, epochs * this.#batches);
    this.#epoch = from?.epoch ?? 0;
  }

  /** Number of epochs trained so far. */
  get epoch(): number {
    return this.#epoch;
  }

  /**
   * Trains; gives a row after each epoch.
   *
   * @throws DivergedError when a loss, a parameter or a second moment of Adam is not finite; the signal's reason when it is aborted
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<EpochRow, void, undefined> {
    if (this.#started) throw new ReluctantError('wrong-state', 'a training can be iterated only once');
    this.#started = true;
    const program = await this.#compiled();
    const pause = new EventLoopPause();
    while (this.#epoch < this.#options.epochs) {
      // Engines may never give the event loop a turn; without one no signal would arrive.
      await pause.now();
      this.#options.signal?.throwIfAborted();
      yield await this.#trainEpoch(program);
    }
  }

  /** The state after the epochs trained so far, fit for `encodeCheckpoint` and for {@link TrainOptions.from}. */
  async checkpoint(): Promise<Checkpoint> {
    const program = await this.#compiled();
    const { strategy, key } = this.#options;
    const metadata = { strategy: strategy.name, run: String(key.run) };
    return { model: this.model, ...(await program.readState()), epoch: this.#epoch, metadata };
  }

  /**
   * Evaluates the weights as they are now, under the share in force or another: the cells of a train × test table, and stochastic
   * passes for uncertainty.
   *
   * @throws ReluctantError when there is no such set
   */
  async evaluate(options: EvaluateOptions = {}): Promise<Evaluation> {
    checkEvaluateOptions(options);
    const program = await this.#compiled();
    this.#evaluator ??= new Evaluator(this.#options.engine, this.#spec);
    return this.#evaluator.evaluate(program, { ...options, epoch: this.#epoch, ...this.#inForce() });
  }

  /** Frees what the engine holds. Nothing else may be called afterwards. */
  dispose(): void {
    this.#program?.dispose();
    this.#evaluator?.dispose();
    this.#program = undefined;
    this.#evaluator = undefined;
  }

  async #compiled(): Promise<Program> {
    if (this.#program) return this.#program;
    const program = await this.#options.engine.compile(this.#spec);
    const { from, key } = this.#options;
    const { size } = program.layout;
    program.writeState(
      from ?? {
        parameters: initialiseParameters(this.model, key),
        m: new Float32Array(size),
        v: new Float32Array(size),
        step: 0,
      },
    );
    this.#program = program;
    return program;
  }

  async #trainEpoch(program: Program): Promise<EpochRow> {
    const { train, strategy, key } = this.#options;
    const began = performance.now();
    const epoch = this.#epoch;
    const first = epoch * this.#batches;
    const last = first + this.#batches;
    const losses = await program.trainEpoch({
      rows: program.order?.(epoch) ?? new RandomStream(key, 'shuffle').order(train.rows, epoch),
      share: this.#plan.share.subarray(first, last),
      domainAll: this.#plan.domainAll.subarray(first, last),
      learningRate: this.#rates.subarray(first, last),
    });
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
      logits: false,
    });
    if (!Number.isFinite(validation.loss)) {
      throw new DivergedError({ ...where, step: last - 1, what: 'validation loss' });
    }
    // A dead unit can hide an infinite weight from every loss.
    const what = program.notFinite ? program.notFinite() : notFinite(await program.readState());
    if (what) throw new DivergedError({ ...where, step: last - 1, what });
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

  /** What was in force at the last step executed; before the first one, at the first. */
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

/** The vector of a state that holds a number that is not finite, the parameters first. */
function notFinite({ parameters, v }: TrainingState): 'parameters' | 'second moments' | undefined {
  if (!allFinite(parameters)) return 'parameters';
  return allFinite(v) ? undefined : 'second moments';
}

/** A sum is finite only if every term is; float32 terms cannot overflow a double. */
function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0;
  return Number.isFinite(sum);
}

function checkRows(split: Split, name: string): void {
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
  if (from.epoch > epochs) {
    const message = `the checkpoint is of epoch ${from.epoch}, but the training ends at epoch ${epochs}`;
    throw new ReluctantError('invalid-option', message, { path: ['from', 'epoch'], received: from.epoch });
  }
}
