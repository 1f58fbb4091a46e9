import { printable, ReluctantError } from '@reluctant/errors';
import { type InferenceSession, Tensor } from 'onnxruntime-common';
import { unshared } from './chain.js';
import { checkFeeds, checkTarget, type Feeds, type Fetches, type PlainFeed } from './feeds.js';
import { inModel } from './origin.js';
import { type RunOptions, readRunArguments, targetOf } from './run-arguments.js';
import { keepReport } from './run-report.js';
import type { RuntimeHandle, RuntimeTensor } from './runtime-handle.js';
import type { RunEngine, SparseSession, SparseSessionInfo } from './sparse-session.js';

/** Ends the threads of sessions that nobody holds any more. */
const forgotten = new FinalizationRegistry<RuntimeHandle>((handle) => void handle.release());

/** A session whose graph onnxruntime runs as a whole. */
export class RuntimeSession implements SparseSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputMetadata: readonly InferenceSession.ValueMetadata[];
  readonly outputMetadata: readonly InferenceSession.ValueMetadata[];
  readonly densities = undefined;
  lastEngine: RunEngine | undefined;
  #info: SparseSessionInfo;
  /** Undefined after release. */
  #session: RuntimeHandle | undefined;
  #released: Promise<void> | undefined;
  readonly #pending = new Set<Promise<unknown>>();
  readonly #origin: string;

  /** @param origin - what the session was created from, for messages */
  constructor(session: RuntimeHandle, info: SparseSessionInfo, origin: string) {
    this.#origin = origin;
    this.#session = session;
    this.#info = info;
    this.inputNames = session.inputNames;
    this.outputNames = session.outputNames;
    this.inputMetadata = session.inputMetadata;
    this.outputMetadata = session.outputMetadata;
    forgotten.register(this, session, this);
  }

  get info(): SparseSessionInfo {
    return this.#info;
  }

  async run(feeds: Feeds, first?: Fetches | RunOptions, second?: RunOptions): Promise<Record<string, Tensor>> {
    try {
      return await this.#run(feeds, first, second);
    } catch (error) {
      throw inModel(error, this.#origin);
    }
  }

  async #run(feeds: Feeds, first?: Fetches | RunOptions, second?: RunOptions): Promise<Record<string, Tensor>> {
    const session = this.#session;
    if (session === undefined) throw new ReluctantError('wrong-state', 'the session was released');
    checkFeeds(feeds);
    const { fetches, options } = readRunArguments(first, second, this.outputNames);
    const { signal: _, ...theirs } = options;
    const names = fetches === undefined ? this.#tensorNames() : Object.keys(fetches);
    if (names.length === 0) throw new ReluctantError('unsupported', 'the graph has no output that is a tensor');
    const run = session.run(this.#given(feeds), names, theirs);
    this.#pending.add(run);
    try {
      const made = await run;
      const results: Record<string, Tensor> = {};
      for (const name of names) {
        const result = made[name] as RuntimeTensor;
        results[name] = ownTensor(name, result, targetOf(fetches, name));
      }
      this.lastEngine = 'onnxruntime';
      keepReport(results, { engine: 'onnxruntime', densities: undefined });
      return results;
    } catch (error) {
      if (ReluctantError.isInstance(error)) throw error;
      const message = `onnxruntime does not answer: ${firstLine(error)}`;
      throw new ReluctantError('invalid-argument', message, { path: ['feeds'], cause: error });
    } finally {
      this.#pending.delete(run);
    }
  }

  runSync(): never {
    const reason = this.#info.reason === '' ? '' : ` (${this.#info.reason})`;
    const message = `runSync answers by the session's own kernels, but onnxruntime runs this graph${reason}: call run`;
    throw inModel(
      new ReluctantError(this.#session === undefined ? 'wrong-state' : 'unsupported', message),
      this.#origin,
    );
  }

  startProfiling(): void {}

  endProfiling(): void {}

  release(): Promise<void> {
    this.#released ??= this.#end();
    return this.#released;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }

  async #end(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    forgotten.unregister(this);
    this.#info = { ...this.#info, memoryBytes: 0 };
    await Promise.allSettled(this.#pending);
    await session?.release();
  }

  /** onnxruntime's JavaScript interface has no values but tensors; asked for all results, it would refuse. */
  #tensorNames(): readonly string[] {
    const others = new Set(this.outputMetadata.filter(({ isTensor }) => !isTensor).map(({ name }) => name));
    return this.outputNames.filter((name) => !others.has(name));
  }

  /** The feeds as plain objects, checked, outside of memory that threads share. */
  #given(feeds: Feeds): Record<string, PlainFeed> {
    const given: Record<string, PlainFeed> = {};
    for (const name of this.inputNames) {
      const feed = feeds[name];
      if (feed === undefined || feed === null) {
        const message = `the input '${printable(name)}' is missing in the feeds`;
        throw new ReluctantError('invalid-argument', message, { path: ['feeds', name] });
      }
      try {
        const { type, data, dims } = new Tensor(feed.type as never, unshared(feed.data as never), feed.dims);
        given[name] = { type, data: data as PlainFeed['data'], dims };
      } catch (error) {
        const message = `the input '${printable(name)}' is no tensor: ${firstLine(error)}`;
        throw new ReluctantError('invalid-argument', message, { path: ['feeds', name], cause: error });
      }
    }
    return given;
  }
}

/** A result of onnxruntime as a tensor of this package's class, or in the caller's own. */
function ownTensor(name: string, result: RuntimeTensor, target: Tensor | null | undefined): Tensor {
  const { type, data, dims } = result;
  if (target === undefined || target === null) return new Tensor(type as never, data as never, dims);
  checkTarget(name, target, type, dims);
  const to = target.data as unknown as { [index: number]: unknown; set?(from: unknown): void };
  if (to.set !== undefined) to.set(data);
  else for (let index = 0; index < data.length; index++) to[index] = data[index];
  return target;
}

/** A source position of onnxruntime, and the name or the signature of the function there. */
const position =
  /[^\s:]+\.(?:cc|h|cpp):\d+ (?:[^()]*::[~\w<>]+\((?:[^()]|\([^()]*\))*\)(?: const)?(?: \[with [^\]]*\])?|\S+) /g;

/** The first line of an error, without onnxruntime's source positions. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return printable((text.split('\n')[0] ?? '').replace(position, ''), 300);
}
