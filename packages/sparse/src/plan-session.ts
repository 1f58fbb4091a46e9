import { printable, ReluctantError } from '@reluctant/errors';
import type { OnnxPlan, PlainTensor, PlanOutput, PlanStep } from '@reluctant/onnx';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { Chain } from './chain.js';
import { checkTarget, type Feeds, type Fetches, readFeed, resultTensor } from './feeds.js';
import { type RunOptions, readRunArguments } from './run-arguments.js';
import { keepReport } from './run-report.js';
import type { RunEngine, SparseSession, SparseSessionInfo } from './sparse-session.js';

/** A step with its compiled chain, if it is one. */
type ReadyStep =
  | Exclude<PlanStep, { kind: 'chain' }>
  | (Extract<PlanStep, { kind: 'chain' }> & { readonly chain: Chain });

/** What a {@link PlanSession} runs. */
export interface PlanParts {
  readonly plan: Omit<OnnxPlan, 'steps'>;
  readonly steps: readonly ReadyStep[];
  readonly info: Omit<SparseSessionInfo, 'memoryBytes' | 'engine' | 'reason'>;
}

const metadataOf = (
  name: string,
  type: PlanOutput['type'],
  dims: PlanOutput['dims'],
): InferenceSession.ValueMetadata =>
  type === undefined ? { name, isTensor: false } : { name, isTensor: true, type, shape: dims ?? [] };

/** Ends the threads of sessions that nobody holds any more. */
const forgotten = new FinalizationRegistry<readonly Chain[]>((chains) => {
  for (const chain of chains) void chain.release();
});

function released(): ReluctantError {
  return new ReluctantError('wrong-state', 'the session was released');
}

/** A session whose graph the package runs: chains of layers in sparse programs, other operators one by one. */
export class PlanSession implements SparseSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputMetadata: readonly InferenceSession.ValueMetadata[];
  readonly outputMetadata: readonly InferenceSession.ValueMetadata[];
  lastEngine: RunEngine | undefined;
  readonly #plan: Omit<OnnxPlan, 'steps'>;
  readonly #info: PlanParts['info'];
  readonly #chains: readonly Chain[];
  /** Undefined after release: constants and weights can be collected. */
  #steps: readonly ReadyStep[] | undefined;
  /** The chain from the only input to the only output, if the graph is nothing else. */
  readonly #only: Chain | undefined;
  /** Rows that the file fixes; 0: any number. */
  readonly #fixedRows: number;
  /** Calls of `run` that have not ended, and who waits for their end. */
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor({ plan, steps, info }: PlanParts) {
    this.#plan = plan;
    this.#steps = steps;
    this.#info = info;
    this.#chains = steps.flatMap((step) => (step.kind === 'chain' ? [step.chain] : []));
    this.inputNames = plan.inputs.map(({ name }) => name);
    this.outputNames = plan.outputs.map(({ name }) => name);
    this.inputMetadata = plan.inputs.map(({ name, type, dims }) => metadataOf(name, type, dims));
    this.outputMetadata = plan.outputs.map(({ name, type, dims }) => metadataOf(name, type, dims));
    const [input, output] = [plan.inputs[0], plan.outputs[0]];
    const alone = plan.inputs.length === 1 && plan.outputs.length === 1 && steps.length === 1;
    this.#only = alone && output?.source === 1 ? this.#chains[0] : undefined;
    const fixed = input?.dims?.slice(0, -1) ?? [];
    this.#fixedRows = fixed.every((dim) => typeof dim === 'number')
      ? fixed.reduce<number>((rows, dim) => rows * Number(dim), fixed.length === 0 ? 0 : 1)
      : 0;
    forgotten.register(this, this.#chains, this);
  }

  get info(): SparseSessionInfo {
    const memoryBytes = this.#chains.reduce((sum, chain) => sum + chain.memoryBytes, 0);
    return { ...this.#info, engine: 'sparse', reason: '', memoryBytes };
  }

  get densities(): readonly number[] | undefined {
    const seen = this.#chains.map((chain) => chain.densities);
    if (seen.every((each) => each === undefined)) return undefined;
    return seen.flatMap((each, chain) => each ?? this.#unknown(this.#chains[chain]));
  }

  async run(feeds: Feeds, first?: Fetches | RunOptions, second?: RunOptions): Promise<Record<string, Tensor>> {
    if (this.#steps === undefined) throw released();
    this.#running++;
    try {
      return await this.#run(this.#steps, feeds, first, second);
    } finally {
      this.#running--;
      if (this.#running === 0) for (const resolve of this.#waiting.splice(0)) resolve();
    }
  }

  async #run(
    steps: readonly ReadyStep[],
    feeds: Feeds,
    first: Fetches | RunOptions | undefined,
    second: RunOptions | undefined,
  ): Promise<Record<string, Tensor>> {
    const { fetches, options } = readRunArguments(first, second, this.outputNames);
    const slots: (PlainTensor | undefined)[] = this.#plan.inputs.map((input) => readFeed(feeds, input));
    let engine: RunEngine = 'sparse';
    for (const step of steps) {
      if (step.kind === 'operator') {
        slots[step.output] = compute(step, slots);
        continue;
      }
      const input = slots[step.input] as PlainTensor;
      const { rows, dims } = this.#shapeOf(step, input);
      const target = this.#only === undefined ? undefined : this.#target(fetches, dims);
      const data = input.data as Float32Array;
      if (step.chain.handsOver(rows)) {
        const answer = await step.chain.runOver(data, rows, target);
        if (answer.engine === 'onnxruntime') engine = answer.engine;
        slots[step.output] = { type: 'float32', dims, data: answer.data };
      } else {
        const answer = step.chain.runOwn(data, rows, target, options.signal);
        slots[step.output] = { type: 'float32', dims, data: answer instanceof Float32Array ? answer : await answer };
      }
    }
    this.lastEngine = engine;
    const results = this.#results(slots, fetches);
    keepReport(results, engine);
    return results;
  }

  runSync(input: Float32Array, output?: Float32Array): Float32Array {
    if (this.#only === undefined) {
      const message =
        'runSync answers graphs that are one chain of layers: this graph has other operators, so call run';
      throw this.#steps === undefined ? released() : new ReluctantError('unsupported', message);
    }
    if (this.#fixedRows !== 0 && input.length !== this.#fixedRows * this.#only.inputs) {
      const message = `the graph takes ${this.#fixedRows} rows of ${this.#only.inputs} numbers, got ${input.length} numbers`;
      throw new ReluctantError('invalid-argument', message, { path: ['input'] });
    }
    const result = this.#only.runSync(input, output);
    this.lastEngine = 'sparse';
    return result;
  }

  startProfiling(): void {}

  endProfiling(): void {}

  async release(): Promise<void> {
    this.#steps = undefined;
    forgotten.unregister(this);
    if (this.#running > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    await Promise.all(this.#chains.map((chain) => chain.release()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }

  #unknown(chain: Chain | undefined): readonly number[] {
    return Array.from({ length: (chain?.sizes.length ?? 0) + 1 }, () => Number.NaN);
  }

  /** Rows of a chain's input, and the shape of its result. */
  #shapeOf(
    { chain, matrix, input: slot }: Extract<ReadyStep, { kind: 'chain' }>,
    { dims }: PlainTensor,
  ): { readonly rows: number; readonly dims: readonly number[] } {
    const { length } = dims;
    if (dims[length - 1] !== chain.inputs || length === 0 || (matrix && length !== 2)) {
      const declared = this.#plan.inputs[slot];
      const what = declared === undefined ? 'what layers read' : `the input '${printable(declared.name)}'`;
      const expected = matrix ? `[rows, ${chain.inputs}]` : `[…, ${chain.inputs}]`;
      const message = `${what} must have the shape ${expected}, got [${dims.join(', ')}]`;
      throw new ReluctantError('invalid-argument', message, declared && { path: ['feeds', declared.name] });
    }
    if (length === 2) return { rows: dims[0] as number, dims: [dims[0] as number, chain.outputs] };
    const lead = dims.slice(0, -1);
    return { rows: lead.reduce((rows, dim) => rows * dim, 1), dims: [...lead, chain.outputs] };
  }

  /** The caller's memory for the only output. */
  #target(fetches: ReadonlyMap<string, Tensor | null> | undefined, dims: readonly number[]): Float32Array | undefined {
    if (fetches === undefined) return undefined;
    const [name = ''] = this.outputNames;
    const target = fetches.get(name);
    if (target === undefined || target === null) return undefined;
    checkTarget(name, target, 'float32', dims);
    return target.data as Float32Array;
  }

  #results(
    slots: readonly (PlainTensor | undefined)[],
    fetches: ReadonlyMap<string, Tensor | null> | undefined,
  ): Record<string, Tensor> {
    const results: Record<string, Tensor> = {};
    for (const { name, source } of this.#plan.outputs) {
      const target = fetches?.get(name);
      if (fetches !== undefined && target === undefined) continue;
      const result = typeof source === 'number' ? slots[source] : source;
      if (result !== undefined) {
        const written = target !== undefined && target !== null && target.data === result.data;
        results[name] = written ? target : resultTensor(name, result, target);
      } else if (fetches !== undefined) {
        const message = `the output '${printable(name)}' is not a tensor, so it cannot be returned`;
        throw new ReluctantError('unsupported', message, { path: ['fetches', name] });
      }
    }
    return results;
  }
}

function compute(
  { operator, inputs, name }: Extract<ReadyStep, { kind: 'operator' }>,
  slots: readonly (PlainTensor | undefined)[],
): PlainTensor {
  try {
    return operator.compute(inputs.map((input) => (typeof input === 'number' ? slots[input] : input)));
  } catch (error) {
    if (!ReluctantError.isInstance(error)) throw error;
    throw new ReluctantError('invalid-argument', `${name}: ${error.message}`, { cause: error });
  }
}
