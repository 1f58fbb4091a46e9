import { invalidArgument, ReluctantError } from '@reluctant/errors';
import { decodeModelFile, type MlpGraph, type ModelFile, type OnnxPlan, planOnnx } from '@reluctant/onnx';
import { type ChainSettings, openChain } from './chain.js';
import { type Delegate, delegateOf } from './delegate.js';
import { isSharedModel, type ModelSource, readExternalFiles, readSource } from './model-source.js';
import { originOf } from './origin.js';
import { PlanSession } from './plan-session.js';
import type { Platform } from './platform.js';
import { openRuntimeHere, type RuntimeHandle } from './runtime-handle.js';
import { firstLine, RuntimeSession } from './runtime-session.js';
import { checkOptions, onnxRuntimeOptions, threadsOf } from './session-options.js';
import { openShared, shareModel } from './shared-model.js';
import type { ShareOptions, SparseSession, SparseSessionFactory, SparseSessionOptions } from './sparse-session.js';

/** Most chains of one graph that have threads of their own. */
const threadedChains = 4;

/** Creates sessions on a platform. */
export function sessionFactory(platform: Platform): SparseSessionFactory {
  return {
    async create(given: unknown, first?: unknown, second?: unknown, third?: unknown): Promise<SparseSession> {
      const { source, options } = readSource(given, first, second, third);
      checkOptions(options);
      if (isSharedModel(source)) return openShared(platform, source, options);
      return await new Creation(platform, source, options).create();
    },
    async share(given: string | URL | ArrayBufferLike | ArrayBufferView, options: ShareOptions = {}) {
      const { source } = readSource(given, undefined, undefined, undefined);
      if (isSharedModel(source)) throw invalidArgument('source', 'a path, a URL, or the bytes of an ONNX file', source);
      return await shareModel(platform, source, options);
    },
  };
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
      const kept = planned instanceof ReluctantError || planned.slow !== undefined ? bytes.slice() : bytes;
      return await this.#open(planned, kept, new Map());
    }
    const kept = fromMemory ? bytes.slice() : bytes;
    const again = fromMemory ? decodeModelFile(kept, this.#options.limits) : file;
    const external = await readExternalFiles(this.#platform, source, file.externalFiles, this.#options.externalData);
    return await this.#open(this.#plan(again, external), kept, external);
  }

  /** The plan, or why the session's kernels cannot run the graph. */
  #plan(file: ModelFile, externalFiles: ReadonlyMap<string, Uint8Array>): OnnxPlan | ReluctantError {
    try {
      return planOnnx(file, { externalFiles, dimensions: this.#options.freeDimensionOverrides ?? {} });
    } catch (error) {
      if (ReluctantError.isInstance(error)) return error;
      throw error;
    }
  }

  async #open(
    planned: OnnxPlan | ReluctantError,
    bytes: Uint8Array,
    external: ReadonlyMap<string, Uint8Array>,
  ): Promise<SparseSession> {
    if (planned instanceof ReluctantError) return await this.#openWhole(planned, bytes, external);
    if (planned.slow !== undefined && this.#options.onnxRuntime !== false) {
      const whole = await this.#openRuntime(planned.slow, bytes, external, 'unsupported');
      if (whole !== undefined) return whole;
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
    return new PlanSession({ plan, steps: ready, precision, notices: this.#notices, origin: originOf(this.#source) });
  }

  /** One onnxruntime session for a graph that the session's kernels refused. */
  async #openWhole(
    refusal: ReluctantError,
    bytes: Uint8Array,
    external: ReadonlyMap<string, Uint8Array>,
  ): Promise<SparseSession> {
    const reason = refusal.message;
    const whole =
      this.#options.onnxRuntime === false ? undefined : await this.#openRuntime(reason, bytes, external, refusal.code);
    if (whole !== undefined) return whole;
    const name = this.#platform.onnxRuntimePackage;
    const missing =
      this.#options.onnxRuntime === false
        ? 'the option onnxRuntime is false'
        : `${name} is not installed (${this.#platform.onnxRuntimeInstallLines})`;
    const message = `${reason}; onnxruntime may run the model, but ${missing}`;
    throw new ReluctantError(refusal.code, message, { cause: refusal });
  }

  /** One onnxruntime session for the whole graph; undefined if onnxruntime is not there. */
  async #openRuntime(
    reason: string,
    bytes: Uint8Array,
    external: ReadonlyMap<string, Uint8Array>,
    code: ReluctantError['code'],
  ): Promise<SparseSession | undefined> {
    const { onnxRuntime } = this.#options;
    const options = {
      ...onnxRuntimeOptions(this.#options, this.#threads),
      ...(external.size > 0 && { externalData: [...external].map(([path, data]) => ({ path, data })) }),
    };
    const weights = [...external.values()].reduce((sum, data) => sum + data.length, bytes.length);
    const notice = (sentence: string): void => void this.#notices.push(sentence);
    let handle: RuntimeHandle | undefined;
    try {
      handle = await (typeof onnxRuntime === 'object'
        ? openRuntimeHere(onnxRuntime, bytes, options)
        : this.#platform.openRuntime(bytes, options, weights, notice));
    } catch (error) {
      const message = `${reason}; onnxruntime refuses the model, too: ${firstLine(error)}`;
      throw new ReluctantError(code, message, { cause: error });
    }
    return (
      handle &&
      new RuntimeSession(
        handle,
        {
          ...{ inputs: 0, outputs: 0, engine: 'onnxruntime', reason, threads: this.#threads },
          ...{ precision: 'float32', weightBytes: 0, memoryBytes: weights, narrow: false, metadata: {} },
          ...{ steps: [], notices: this.#notices },
        },
        originOf(this.#source),
      )
    );
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
  const open = async (model: Uint8Array, count: number): Promise<Delegate | undefined> => {
    const theirs = onnxRuntimeOptions(options, count);
    try {
      const handle = await (typeof onnxRuntime === 'object'
        ? openRuntimeHere(onnxRuntime, model, theirs)
        : platform.openRuntime(model, theirs, model.length, notice));
      return handle && delegateOf(handle);
    } catch {
      return undefined;
    }
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
