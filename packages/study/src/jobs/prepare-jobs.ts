import { ReluctantError } from '@reluctant/errors';
import { type Engine, type LoadedEngine, loadEngine } from '@reluctant/trainer';
import type { StudyConfig } from '../config/study-config.js';
import { dataOfRun, type StudyData } from '../data/study-data.js';
import type { JobReport, StartedJob } from './job.js';
import { trainJob } from './train-job.js';

/** What the jobs of a study share: plain data and compiled kernels, which can be sent to another thread. */
export interface JobsContext {
  readonly config: StudyConfig;
  /** The data sets of the study, one for each data seed. */
  readonly data: readonly StudyData[];
  /** Compiled kernels of the wasm engine, to avoid compiling them again. */
  readonly kernels?: LoadedEngine['kernels'];
}

/**
 * Loads the engines of a study and returns a function that runs one of its jobs.
 *
 * Engines do not depend on strategies: one engine of each name serves all strategies, and its programs reuse the same
 * memory.
 *
 * @throws ReluctantError (`broken-installation`) when an engine has another build here than in the configuration
 */
export async function prepareJobs({
  config,
  data,
  kernels,
}: JobsContext): Promise<(job: StartedJob) => AsyncIterable<JobReport>> {
  const engines = new Map<string, Engine>();
  for (const [strategy, { engine: name, build }] of Object.entries(config.engines)) {
    const loaded = engines.get(name) ?? (await loadEngine(name, { threads: 1, ...(kernels && { kernels }) })).engine;
    if (loaded.build !== build) {
      throw new ReluctantError(
        'broken-installation',
        `the engine of ${strategy} is ${name} (${loaded.build}) here, but ${name} (${build}) in the configuration`,
        { expected: build, received: loaded.build },
      );
    }
    engines.set(name, loaded);
  }
  return async function* reports(job) {
    const strategy = config.strategies.find(({ name }) => name === job.strategy);
    const engine = engines.get(config.engines[job.strategy]?.engine ?? '');
    if (strategy === undefined || engine === undefined) {
      const { strategy: name, run } = job;
      yield {
        kind: 'failed',
        strategy: name,
        run,
        message: `${name}, run ${run}: its strategy is not part of the study`,
      };
      return;
    }
    yield* trainJob({ strategy, engine, config, data: dataOfRun(data, job.run) }, job);
  };
}
