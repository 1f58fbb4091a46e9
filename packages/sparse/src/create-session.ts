import { invalidArgument, ReluctantError } from '@reluctant/errors';
import { decodeModelFile, type MlpGraph, type ModelFile, type OnnxPlan, planOnnx } from '@reluctant/onnx/plan';
import { type ChainSettings, type DelegateSource, openChain } from './chain.js';
import { isSharedModel, type ModelSource, readSource } from './model-source.js';
import type { WholeModel } from './open-whole.js';
import { originOf } from './origin.js';
import { threadsOf } from './plain-options.js';
import { PlanSession } from './plan-session.js';
import type { Platform } from './platform.js';
import { isColumn } from './rows/row-columns.js';
import type { ShareOptions, SparseSession, SparseSessionFactory, SparseSessionOptions } from './sparse-session.js';

/** Most chains of one graph that have threads of their own. */
const threadedChains = 4;

/**
 * Creates sessions on a platform. A page first loads what most nets need: layers that the session's kernels run. What
 * else a model turns out to need is loaded then: other operators, files with tensors, onnxruntime, shared weights.
 */
export function sessionFactory(platform: Platform): SparseSessionFactory {
  return {
    async create(given: unknown, first?: unknown, second?: unknown, third?: unknown): Promise<SparseSession> {
      const { source, options } = readSource(given, first, second, third);
      const checked = platform.checkOptions(options);
      // The caller may reuse the buffer while code is loaded.
      const kept = checked === undefined ? source : ownSource(source);
      if (checked !== undefined) await checked;
      if (isSharedModel(kept)) return (await platform.onDemand.load()).openShared(platform, kept, options);
      return await new Creation(platform, kept, options).create();
    },
    async share(given: string | URL | ArrayBufferLike | ArrayBufferView, options: ShareOptions = {}) {
      const { source } = readSource(given, undefined, undefined, undefined);
      if (isSharedModel(source)) throw invalidArgument('source', 'a path, a URL, or the bytes of an ONNX file', source);
      const kept = ownSource(source);
      return (await platform.onDemand.load()).shareModel(platform, kept, options);
    },
  };
}

/** A source whose bytes nobody else changes. */
function ownSource<Source>(source: Source): Source | Uint8Array {
  return source instanceof Uint8Array ? source.slice() : source;
}

/** The steps from a source to a session. */
class Creation {
  readonly #platform: Platform;
  readonly #source: ModelSource;
  readonly #options: SparseSessionOptions;
  readonly #threads: number;
  readonly #notices: string[] = [];

  constructor(platform: Platform, source: ModelSource, options: SparseSessionOptions) {
    this.#platform = platform;
    this.#source = source;
    this.#options = options;
    const asked = threadsOf(options, platform.cores);
    this.#threads = platform.unshared === undefined ? asked : 1;
  }

  async create(): Promise<SparseSession> {
    const source = this.#source;
    // Decoded before anything is awaited, and copied if something must be: the caller may reuse the buffer.
    const fromMemory = source instanceof Uint8Array;
    const bytes = fromMemory ? source : await this.#platform.read(source);
    const file = decodeModelFile(bytes, this.#options.limits);
    if (fromMemory && file.externalFiles.length === 0) {
      const planned = this.#plan(file, new Map());
      if (planned !== undefined) {
        const kept = planned instanceof ReluctantError || planned.slow !== undefined ? bytes.slice() : bytes;
        return await this.#open(planned, kept, new Map());
      }
    }
    const kept = fromMemory ? bytes.slice() : bytes;
    const again = fromMemory ? decodeModelFile(kept, this.#options.limits) : file;
    const external = await this.#externalFiles(file.externalFiles);
    let planned = this.#plan(again, external);
    if (planned === undefined) {
      await this.#platform.onDemand.load();
      planned = this.#plan(again, external);
    }
    if (planned === undefined) throw new ReluctantError('wrong-state', 'the operators of the graph were not loaded');
    return await this.#open(planned, kept, external);
  }

  async #externalFiles(locations: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    if (locations.length === 0) return new Map();
    const { readExternalFiles } = await this.#platform.onDemand.load();
    return await readExternalFiles(this.#platform, this.#source, locations, this.#options.externalData);
  }

  /** The plan, or why the session's kernels cannot run the graph; undefined if operators must be loaded first. */
  #plan(file: ModelFile, externalFiles: ReadonlyMap<string, Uint8Array>): OnnxPlan | ReluctantError | undefined {
    const operators = this.#platform.onDemand.loaded?.operators;
    const { freeDimensionOverrides: dimensions = {} } = this.#options;
    try {
      return planOnnx(file, { externalFiles, dimensions, operators });
    } catch (error) {
      if (ReluctantError.isInstance(error)) return error;
      throw error;
    }
  }

  async #open(
    planned: OnnxPlan | ReluctantError,
    bytes: Uint8Array,
    externalFiles: ReadonlyMap<string, Uint8Array>,
  ): Promise<SparseSession> {
    const whole = (): WholeModel => ({
      ...{ source: this.#source, bytes, externalFiles, options: this.#options },
      ...{ threads: this.#threads, notices: this.#notices },
    });
    if (planned instanceof ReluctantError)
      return (await this.#platform.onDemand.load()).openWhole(this.#platform, whole(), planned);
    if (planned.slow !== undefined && this.#options.onnxRuntime !== false) {
      const { openRuntime } = await this.#platform.onDemand.load();
      const opened = await openRuntime(this.#platform, whole(), planned.slow, 'unsupported');
      if (opened !== undefined) return opened;
    }
    return await this.#openPlan(planned);
  }

  async #openPlan({ steps, ...plan }: OnnxPlan): Promise<SparseSession> {
    const { precision = 'float32' } = this.#options;
    const { unshared } = this.#platform;
    if (unshared !== undefined) this.#notices.push(unshared);
    const settings = chainSettings(this.#platform, this.#options, this.#threads, this.#notices);
    const chainSteps = steps.filter((step) => step.kind === 'chain');
    const largest = [...chainSteps].sort((a, b) => weightsOf(b.layers) - weightsOf(a.layers)).slice(0, threadedChains);
    const chains = new Map(
      await Promise.all(
        chainSteps.map(async (step) => {
          const threads = largest.includes(step) ? this.#threads : 1;
          return [step, await openChain(step.layers, { ...settings, threads })] as const;
        }),
      ),
    );
    const ready = steps.map((step) => {
      if (step.kind === 'operator') return step;
      const chain = chains.get(step);
      if (chain === undefined) throw new ReluctantError('wrong-state', 'a chain of the graph was not opened');
      return { ...step, layers: [], chain };
    });
    const { Tensor } = this.#platform;
    const origin = originOf(this.#source);
    // Loaded before the session exists, because `runSync` cannot wait.
    const columns = plan.inputs.every(isColumn);
    const RowInterface = columns ? (await this.#platform.onDemand.load()).RowInterface : undefined;
    const parts = { plan, steps: ready, precision, notices: this.#notices, origin };
    return new PlanSession({ ...parts, Tensor, RowInterface });
  }
}

/**
 * Settings of chains. Made here, where neither the source nor weights are in scope: what its functions can see lives as
 * long as the session.
 */
function chainSettings(
  platform: Platform,
  { externalData: _, ...options }: SparseSessionOptions,
  threads: number,
  notices: string[],
): ChainSettings {
  const { onnxRuntime = true, precision = 'float32', multiply = 'active' } = options;
  const delegates = onnxRuntime !== false && precision === 'float32' && multiply === 'active';
  const notice = (sentence: string): void => void notices.push(sentence);
  const open: DelegateSource['open'] = async (program, count) => {
    // Asked first, so that a page without onnxruntime does not load what is only of use with it.
    if (typeof onnxRuntime !== 'object' && !(await platform.findsOnnxRuntime())) return undefined;
    const { openDelegate } = await platform.onDemand.load();
    return await openDelegate(program, count, platform, options, notice);
  };
  const handOver = (bytes: number): number => (typeof onnxRuntime === 'object' ? 0 : platform.handOver(bytes));
  return { platform, options, threads, notice, delegates: delegates ? { open, handOver } : undefined };
}

function weightsOf(layers: MlpGraph['layers']): number {
  return layers.reduce((sum, layer) => {
    const maps = layer.kind === 'dense' ? [layer.linear] : [layer.gate, layer.up, layer.down];
    return sum + maps.reduce((count, { weight }) => count + weight.length, 0);
  }, 0);
}
