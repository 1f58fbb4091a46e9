import { invalidArgument, printable, ReluctantError } from '@reluctant/errors';
import type { OnnxPlan, PlainTensor, PlanOutput, PlanStep } from '@reluctant/onnx/plan';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import { Chain, type ChainAnswer } from './chain.js';
import { compute } from './compute-step.js';
import { checkFeeds, checkTarget, type Feeds, type Fetches, readFeed, resultTensor } from './feeds.js';
import { inModel } from './origin.js';
import { isColumn, notRows } from './rows/row-columns.js';
import type { RowInterface } from './rows/row-interface.js';
import { isRowList, type RowAnswer, type RowObject } from './rows/row-object.js';
import { type RunOptions, readRunArguments, type Targets, targetOf } from './run-arguments.js';
import { keepReport } from './run-report.js';
import type { RunEngine, SessionStep, SparsePrecision, SparseSession, SparseSessionInfo } from './sparse-session.js';
import type { TensorClass } from './tensor-class.js';

/** A step with its compiled chain, if it is one. */
export type ReadyStep =
  | Exclude<PlanStep, { kind: 'chain' }>
  | (Extract<PlanStep, { kind: 'chain' }> & { readonly chain: Chain });

/** What a {@link PlanSession} runs. */
export interface PlanParts {
  readonly plan: Omit<OnnxPlan, 'steps'>;
  readonly steps: readonly ReadyStep[];
  readonly precision: SparsePrecision;
  readonly notices: readonly string[];
  /** What the session was created from, for messages. */
  readonly origin: string;
  readonly Tensor: TensorClass;
  /** Reads row objects; absent for graphs whose inputs are not columns of rows. */
  readonly RowInterface: typeof RowInterface | undefined;
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

const nothing = { data: undefined, dims: [], type: undefined };

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
  readonly #info: Omit<SparseSessionInfo, 'memoryBytes' | 'steps'>;
  /** The steps as `info` has them; chains tell their layers when they are asked. */
  readonly #described: readonly (SessionStep | Chain)[];
  readonly #chains: readonly Chain[];
  /** Undefined after release: constants and weights can be collected. */
  #steps: readonly ReadyStep[] | undefined;
  /** The chain from the only input to the only output, if the graph is nothing else. */
  readonly #only: Chain | undefined;
  /** Rows that the file fixes; 0: any number. */
  readonly #fixedRows: number;
  readonly #RowInterface: typeof RowInterface | undefined;
  /** Made for the first row object. */
  #rows: RowInterface | undefined;
  readonly #Tensor: TensorClass;
  /** Dimensions of the first input, if the file says. */
  readonly #rank: number | undefined;
  readonly #origin: string;
  /** Calls of `run` that wait for something, and who waits for their end. */
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor({ plan, steps, precision, notices, origin, Tensor, RowInterface }: PlanParts) {
    this.#plan = plan;
    this.#Tensor = Tensor;
    this.#RowInterface = RowInterface;
    this.#origin = origin;
    this.#steps = steps;
    this.#chains = steps.flatMap((step) => (step.kind === 'chain' ? [step.chain] : []));
    this.inputNames = plan.inputs.map(({ name }) => name);
    this.outputNames = plan.outputs.map(({ name }) => name);
    this.inputMetadata = plan.inputs.map(({ name, type, dims }) => metadataOf(name, type, dims));
    this.outputMetadata = plan.outputs.map(({ name, type, dims }) => metadataOf(name, type, dims));
    const [input, output] = [plan.inputs[0], plan.outputs[0]];
    const alone = plan.inputs.length === 1 && plan.outputs.length === 1 && steps.length === 1;
    this.#only = alone && output?.source === 1 ? this.#chains[0] : undefined;
    this.#info = {
      ...{ engine: 'sparse', reason: '', precision, notices, metadata: plan.metadata },
      ...{ inputs: this.#only?.inputs ?? 0, outputs: this.#only?.outputs ?? 0 },
      threads: Math.max(1, ...this.#chains.map((chain) => chain.threads)),
      weightBytes: this.#chains.reduce((sum, chain) => sum + chain.weightBytes, 0),
      narrow: this.#chains.every((chain) => chain.narrow),
    };
    this.#described = steps.map((step) =>
      step.kind === 'operator' ? { kind: step.kind, name: step.name } : step.chain,
    );
    this.#rank = input?.dims?.length;
    const fixed = input?.dims?.slice(0, -1) ?? [];
    this.#fixedRows = fixed.every((dim) => typeof dim === 'number')
      ? fixed.reduce<number>((rows, dim) => rows * Number(dim), fixed.length === 0 ? 0 : 1)
      : 0;
    forgotten.register(this, this.#chains, this);
  }

  get info(): SparseSessionInfo {
    const memoryBytes = this.#chains.reduce((sum, chain) => sum + chain.memoryBytes, 0);
    const steps = this.#described.map(
      (step): SessionStep => (step instanceof Chain ? { kind: 'chain', layers: step.layers } : step),
    );
    return { ...this.#info, steps, memoryBytes };
  }

  get densities(): readonly number[] | undefined {
    return this.#joined(this.#chains.map((chain) => chain.densities));
  }

  async run(feeds: Feeds, first?: Fetches | RunOptions, second?: RunOptions): Promise<Record<string, Tensor>> {
    try {
      const steps = this.#steps;
      if (steps === undefined) throw released();
      checkFeeds(feeds);
      if (this.#only !== undefined && second === undefined) {
        const row = this.#row(this.#only, feeds, first);
        if (row !== undefined) return row;
      }
      return await this.#runSteps(steps, feeds, first, second);
    } catch (error) {
      throw inModel(error, this.#origin);
    }
  }

  runSync(input: Float32Array, output?: Float32Array): Float32Array;
  runSync(row: RowObject): RowAnswer;
  runSync(rows: readonly RowObject[]): RowAnswer[];
  runSync(
    input: Float32Array | RowObject | readonly RowObject[],
    output?: Float32Array,
  ): Float32Array | RowAnswer | RowAnswer[] {
    try {
      if (!isNumbers(input)) return this.#answerRows(input);
      const result = this.#chainFor(input).runSync(input, output);
      this.lastEngine = 'sparse';
      return result;
    } catch (error) {
      throw inModel(error, this.#origin);
    }
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

  /**
   * One row of a small net takes less than a microsecond, and the general way would double that. Undefined for every
   * call that is not plainly such a row: the general way answers or refuses it.
   */
  #row(
    only: Chain,
    feeds: Feeds,
    fetches: Fetches | RunOptions | null | undefined,
  ): Record<string, Tensor> | Promise<Record<string, Tensor>> | undefined {
    if (!only.immediate || this.#fixedRows > 1) return undefined;
    const feed = feeds[this.inputNames[0] as string];
    const { data, dims, type } = feed ?? nothing;
    const plain = type === 'float32' && data instanceof Float32Array && data.length === only.inputs;
    if (!plain || dims?.length !== 2 || dims[0] !== 1 || dims[1] !== only.inputs || this.#rank !== 2) return undefined;
    const output = this.outputNames[0] as string;
    if (fetches === null) return undefined;
    if (fetches === undefined) {
      if (!only.narrow) return this.#later(only.runOwn(data, 1, undefined, undefined), output, undefined);
      return this.#answered(
        { [output]: new this.#Tensor('float32', only.runSync(data), [1, only.outputs]) },
        undefined,
      );
    }
    const target = (fetches as Readonly<Record<string, Tensor | undefined>>)[output];
    const to = target?.data;
    if (target === undefined || !(to instanceof Float32Array) || Object.keys(fetches).length !== 1) return undefined;
    const shape = target.dims;
    if (shape.length !== 2 || shape[0] !== 1 || shape[1] !== only.outputs) return undefined;
    if (!only.narrow) return this.#later(only.runOwn(data, 1, to, undefined), output, target);
    only.runSync(data, to);
    return this.#answered({ [output]: target }, undefined);
  }

  /** The result of a row, which may have to wait for the next turn of the event loop. */
  #later(
    given: ChainAnswer | Promise<ChainAnswer>,
    output: string,
    target: Tensor | undefined,
  ): Record<string, Tensor> | Promise<Record<string, Tensor>> {
    if (given instanceof Promise) return given.then((answer) => this.#later(answer, output, target));
    const { data, densities } = given;
    return this.#answered({ [output]: target ?? new this.#Tensor('float32', data, [1, data.length]) }, densities);
  }

  /** Remembers how a row was answered. */
  #answered(results: Record<string, Tensor>, densities: readonly number[] | undefined): Record<string, Tensor> {
    this.lastEngine = 'sparse';
    if (densities !== undefined) keepReport(results, { engine: 'sparse', densities });
    return results;
  }

  /** The chain that is the whole graph, for an input that is checked. */
  #chainFor(input: Float32Array): Chain {
    if (this.#only === undefined) {
      const message =
        'runSync answers numbers by graphs that are one chain of layers: this graph has other operators, so call run';
      throw this.#steps === undefined ? released() : new ReluctantError('unsupported', message);
    }
    if (this.#fixedRows !== 0 && input.length !== this.#fixedRows * this.#only.inputs) {
      const message = `the graph takes ${this.#fixedRows} rows of ${this.#only.inputs} numbers, got ${input.length} numbers`;
      throw new ReluctantError('invalid-argument', message, { path: ['input'] });
    }
    return this.#only;
  }

  #answerRows(input: RowObject | readonly RowObject[]): RowAnswer | RowAnswer[] {
    // A caller without types may give nothing.
    if (typeof input !== 'object' || input === null)
      throw invalidArgument('input', 'a Float32Array, a row object, or a list of them', input);
    if (isRowList(input)) return this.#runRows(input, false);
    const [answer = {}] = this.#runRows([input], true);
    return answer;
  }

  #openRows(): RowInterface {
    const other = this.#plan.inputs.find((input) => !isColumn(input));
    if (other !== undefined) throw notRows(other);
    if (this.#RowInterface === undefined) throw new ReluctantError('wrong-state', 'row objects were not loaded');
    return new this.#RowInterface(this.#plan);
  }

  /** All steps in order, at once. */
  #runRows(rows: readonly RowObject[], single: boolean): RowAnswer[] {
    const steps = this.#steps;
    if (steps === undefined) throw released();
    this.#rows ??= this.#openRows();
    const slots: (PlainTensor | undefined)[] = this.#rows.inputs(rows, single);
    for (const step of steps) {
      if (step.kind === 'operator') {
        slots[step.output] = compute(step, slots);
        continue;
      }
      const input = slots[step.input] as PlainTensor;
      const { dims } = this.#shapeOf(step, input);
      slots[step.output] = { type: 'float32', dims, data: step.chain.runSync(input.data as Float32Array) };
    }
    this.lastEngine = 'sparse';
    const results = this.#plan.outputs.map(({ source }) => (typeof source === 'number' ? slots[source] : source));
    return this.#rows.answers(results, rows.length);
  }

  /** All steps in order. */
  async #runSteps(
    steps: readonly ReadyStep[],
    feeds: Feeds,
    first: Fetches | RunOptions | undefined,
    second: RunOptions | undefined,
  ): Promise<Record<string, Tensor>> {
    const { fetches, options } = readRunArguments(first, second, this.outputNames);
    const slots: (PlainTensor | undefined)[] = this.#plan.inputs.map((input) => readFeed(feeds, input));
    let engine: RunEngine = 'sparse';
    const seen: (readonly number[] | undefined)[] = [];
    // A release waits for calls that have begun to wait.
    let waits = false;
    try {
      for (const step of steps) {
        if (step.kind === 'operator') {
          slots[step.output] = compute(step, slots);
          continue;
        }
        const input = slots[step.input] as PlainTensor;
        const { rows, dims } = this.#shapeOf(step, input);
        const target = this.#only === undefined ? undefined : this.#target(fetches, dims);
        let answer = step.chain.handsOver(rows)
          ? step.chain.runOver(input.data as Float32Array, rows, target)
          : step.chain.runOwn(input.data as Float32Array, rows, target, options.signal);
        if (answer instanceof Promise) {
          if (!waits) this.#running++;
          waits = true;
          answer = await answer;
        }
        if (answer.by === 'onnxruntime') engine = answer.by;
        seen.push(answer.densities);
        slots[step.output] = { type: 'float32', dims, data: answer.data };
      }
    } finally {
      if (waits) this.#leave();
    }
    this.lastEngine = engine;
    const results = this.#results(steps, slots, fetches);
    keepReport(results, { engine, densities: this.#joined(seen) });
    return results;
  }

  /** A call that waited has ended. */
  #leave(): void {
    this.#running--;
    if (this.#running === 0) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Densities of all chains in one list; undefined if none are known. */
  #joined(seen: readonly (readonly number[] | undefined)[]): readonly number[] | undefined {
    if (seen.every((each) => each === undefined)) return undefined;
    return seen.flatMap((each, chain) => each ?? this.#unknown(this.#chains[chain]));
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
  #target(fetches: Targets | undefined, dims: readonly number[]): Float32Array | undefined {
    if (fetches === undefined) return undefined;
    const [name = ''] = this.outputNames;
    const target = targetOf(fetches, name);
    if (target === undefined || target === null) return undefined;
    checkTarget(name, target, 'float32', dims);
    return target.data as Float32Array;
  }

  #results(
    steps: readonly ReadyStep[],
    slots: readonly (PlainTensor | undefined)[],
    fetches: Targets | undefined,
  ): Record<string, Tensor> {
    const results: Record<string, Tensor> = {};
    // Reshape and others hand data on as it is. A result must not be memory of the caller, of the session or of
    // another.
    const taken = new Set(slots.slice(0, this.#plan.inputs.length).map((slot) => slot?.data));
    for (const { name, source } of this.#plan.outputs) {
      const target = targetOf(fetches, name);
      if (target === undefined) continue;
      const made = typeof source === 'number' ? slots[source] : source;
      if (made !== undefined) {
        const written = target !== null && target.data === made.data;
        const shared = taken.has(made.data) || typeof source !== 'number' || isConstant(steps, made);
        const result = shared && target === null ? { ...made, data: made.data.slice() } : made;
        taken.add(result.data);
        results[name] = written ? target : resultTensor(name, result, target, this.#Tensor);
      } else if (fetches !== undefined) {
        const message = `the output '${printable(name)}' is not a tensor, so it cannot be returned`;
        throw new ReluctantError('unsupported', message, { path: ['fetches', name] });
      }
    }
    return results;
  }
}

/** Also an array of another realm, such as a test environment's. */
function isNumbers(input: unknown): input is Float32Array {
  return ArrayBuffer.isView(input);
}

/** True if a tensor has the data of a constant of the graph. */
function isConstant(steps: readonly ReadyStep[], { data }: PlainTensor): boolean {
  return steps.some(
    (step) => step.kind === 'operator' && step.inputs.some((input) => typeof input === 'object' && input.data === data),
  );
}
