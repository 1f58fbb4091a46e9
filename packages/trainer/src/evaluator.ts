import { invalidOption, optionCheck, unknownName } from '@reluctant/errors';
import { logSoftmax, softmax } from '@reluctant/metrics';
import { outputWidth } from '@reluctant/model';
import type { Engine, EvaluationResult, Program, ProgramSpec } from './engine.js';
import { startingState } from './engine.js';
import { meanOf } from './epoch-row.js';
import { EventLoopPause } from './event-loop-pause.js';
import { modelUnderTest, shareOfTest, type TestShare } from './test-share.js';

/** Options of {@link Training.evaluate}. */
export interface EvaluateOptions {
  /** `validation` (default), `test`, or a name in {@link TrainOptions.sets}. */
  readonly set?: string;
  /** Share under which the weights are evaluated. Default `same`. */
  readonly test?: TestShare;
  /** Stochastic passes T. Default 1. */
  readonly passes?: number;
  /** Aborts the evaluation between two passes with the signal's reason. Default: the signal of the training. */
  readonly signal?: AbortSignal;
}

/** @throws ReluctantError for an unknown option */
export const checkEvaluateOptions: (options: EvaluateOptions) => void = optionCheck<EvaluateOptions>('evaluate', {
  set: true,
  test: true,
  passes: true,
  signal: true,
});

/** Result of {@link Training.evaluate}. */
export interface Evaluation {
  /** Mean over the passes of the mean softmax cross-entropy, or of the mean squared error; unweighted. */
  readonly loss: number;
  /** Mean over the passes; NaN of a regressor. */
  readonly accuracy: number;
  /** Share of post-activations that are exactly 0, averaged over hidden layers and passes. */
  readonly sparsity: number;
  /** The same for each hidden layer. */
  readonly sparsityLayers: readonly number[];
  /**
   * Class probabilities, row-major [passes, rows, classes], as `predictiveUncertainty` takes them; empty of a
   * regressor.
   */
  readonly probabilities: Float64Array;
  /**
   * Their logarithms, finite where a probability underflows; one vector per pass, row-major [rows, classes]; none of a
   * regressor.
   */
  readonly logProbabilities: readonly Float64Array[];
  /** Of a regressor: its values, row-major [passes, rows, outputs]. */
  readonly values?: Float64Array;
  readonly passes: number;
  /** Classes, or outputs of a regressor. */
  readonly classes: number;
}

interface Request extends EvaluateOptions {
  /** Epochs trained. */
  readonly epoch: number;
  /** Share in force, used by the test `same`. */
  readonly share: number;
  readonly domainAll: boolean;
}

/** Evaluates a training's weights; compiles the program for tests under other shares on first use. */
export class Evaluator {
  readonly #engine: Engine;
  readonly #spec: ProgramSpec;
  #testProgram: Program | undefined;

  constructor(engine: Engine, spec: ProgramSpec) {
    this.#engine = engine;
    this.#spec = spec;
  }

  /**
   * Step of the draws: (epoch · T + pass) · batches + batch. At the end of a training none of them equals one of the
   * validation curve, which has T = 1.
   *
   * @throws ReluctantError for an unknown set or passes is not a positive integer
   */
  async evaluate(trained: Program, request: Request): Promise<Evaluation> {
    const { set = 'validation', test = 'same', passes = 1, signal, epoch } = request;
    const split = this.#spec.sets[set];
    if (split === undefined) throw unknownName('evaluation set', set, Object.keys(this.#spec.sets));
    if (!Number.isInteger(passes) || passes < 1) {
      throw invalidOption('passes', 'a whole number of at least 1', passes);
    }
    const batches = Math.ceil(split.rows / this.#spec.batchSize);
    const program = test === 'same' ? trained : await this.#underTest(trained);
    const inForce =
      test === 'same'
        ? { share: request.share, domainAll: request.domainAll }
        : { share: shareOfTest(test), domainAll: true };
    const results: EvaluationResult[] = [];
    const pause = new EventLoopPause();
    for (let pass = 0; pass < passes; pass++) {
      await pause.now();
      signal?.throwIfAborted();
      results.push(await program.evaluate({ set, ...inForce, firstStep: (epoch * passes + pass) * batches }));
    }
    return summary(results, outputWidth(this.#spec.model), this.#spec.loss === 'squared_error');
  }

  dispose(): void {
    this.#testProgram?.dispose();
    this.#testProgram = undefined;
  }

  async #underTest(trained: Program): Promise<Program> {
    const { parameters: all } = await trained.readState();
    const { model, parameters } = modelUnderTest({ model: this.#spec.model, parameters: all });
    this.#testProgram ??= await this.#engine.compile({ ...this.#spec, model, dropout: 0 });
    this.#testProgram.writeState(startingState(parameters));
    return this.#testProgram;
  }
}

function summary(results: readonly EvaluationResult[], classes: number, isRegressor: boolean): Evaluation {
  const layers = results[0]?.sparsity.length ?? 0;
  const sparsityLayers = Array.from({ length: layers }, (_, layer) =>
    meanOf(results.map((result) => result.sparsity[layer] ?? Number.NaN)),
  );
  const size = results[0]?.logits.length ?? 0;
  const all = new Float64Array(results.length * size);
  results.forEach(({ logits }, pass) => {
    all.set(isRegressor ? logits : softmax(logits, classes), pass * size);
  });
  return {
    loss: meanOf(results.map((result) => result.loss)),
    accuracy: meanOf(results.map((result) => result.accuracy)),
    sparsity: meanOf(sparsityLayers),
    sparsityLayers,
    probabilities: isRegressor ? new Float64Array() : all,
    logProbabilities: isRegressor ? [] : results.map(({ logits }) => logSoftmax(logits, classes)),
    ...(isRegressor && { values: all }),
    passes: results.length,
    classes,
  };
}
