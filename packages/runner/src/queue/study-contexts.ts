import { ReluctantError } from '@reluctant/errors';
import { decodeStudyData, type JobsContext, prepareJobs, type StudyConfig, type StudyData } from '@reluctant/study';
import { loadEngine } from '@reluctant/trainer';
import { sha256 } from '../directory/checksum.js';
import { freeMemory } from '../host/free-memory.js';
import { refuseLargeStudies } from '../host/refuse-large-studies.js';
import { makeSharedData } from '../threads/make-shared-data.js';
import type { BlobRef, BlobStore } from './blob-store.js';

/** What the runs of a study need, as a worker keeps it. */
export interface StudyContext extends JobsContext {
  /** Why the engines of this installation cannot train the study; undefined if they can. */
  readonly unfit?: unknown;
}

/** Number of studies whose data a worker keeps: the one under way, and the next. */
const mostKept = 2;

/**
 * The contexts of studies on a worker: data sets are fetched, or made from the settings, once for each study, in shared
 * memory for all threads.
 */
export class StudyContexts {
  readonly #threads: number;
  readonly #kept = new Map<string, Promise<StudyContext | undefined>>();

  /** @param threads - number of threads that train at the same time */
  constructor(threads: number) {
    this.#threads = threads;
  }

  /**
   * The context of a study; undefined when its data sets are not in the queue any more.
   *
   * @throws ReluctantError when the data sets are damaged, or the study needs more memory than there is
   */
  get(config: StudyConfig, data: readonly BlobRef[], blobs: BlobStore): Promise<StudyContext | undefined> {
    const key = sha256(JSON.stringify([config, data]));
    const known = this.#kept.get(key);
    // The order of the map is the order of use.
    this.#kept.delete(key);
    const context = known ?? this.#load(config, data, blobs);
    this.#kept.set(key, context);
    for (const oldest of [...this.#kept.keys()].slice(0, -mostKept)) this.#kept.delete(oldest);
    // What failed may work the next time.
    const forget = (): void => {
      if (this.#kept.get(key) === context) this.#kept.delete(key);
    };
    context.then((loaded) => loaded ?? forget(), forget);
    return context;
  }

  async #load(config: StudyConfig, refs: readonly BlobRef[], blobs: BlobStore): Promise<StudyContext | undefined> {
    await refuseLargeStudies([config], this.#threads);
    const data = config.table === undefined ? makeSharedData(config) : await fetchData(config, refs, blobs);
    if (data === undefined) return undefined;
    // Compiled once for all threads and groups.
    const usesWasm = Object.values(config.engines).some(({ engine }) => engine === 'wasm');
    const kernels = usesWasm ? (await loadEngine('wasm', { threads: 1 })).kernels : undefined;
    const context = { config, data, ...(kernels && { kernels }) };
    const unfit = await prepareJobs(context).then(
      () => undefined,
      (error: unknown) => error,
    );
    return { ...context, ...(unfit !== undefined && { unfit }) };
  }
}

async function fetchData(
  { n_features }: StudyConfig,
  refs: readonly BlobRef[],
  blobs: BlobStore,
): Promise<StudyData[] | undefined> {
  const [size, free] = [refs.reduce((sum, { bytes }) => sum + bytes, 0), freeMemory().memory];
  if (size > free) {
    const [needed, there] = [size, free].map((bytes) => Math.ceil(bytes / 2 ** 20));
    throw new ReluctantError(
      'unsupported',
      `the data sets of the study take ${needed} MiB, but this worker has ${there} MiB of free memory`,
    );
  }
  const sets: StudyData[] = [];
  for (const ref of refs) {
    const bytes = await blobs.get(ref);
    if (bytes === undefined) return undefined;
    sets.push(decodeStudyData(bytes, n_features, (size) => new SharedArrayBuffer(size)));
  }
  return sets.length === 0 ? undefined : sets;
}
