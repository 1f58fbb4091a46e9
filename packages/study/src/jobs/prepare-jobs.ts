import { type ChosenEngine, chooseEngine, type Engine, type Strategy } from '@reluctant/trainer';
import { modelOf } from '../config/model-of.js';
import type { StudyConfig } from '../config/study-config.js';
import { dataOfRun, type StudyData } from '../data/study-data.js';
import type { JobReport, StudyJob } from './job.js';
import { trainJob } from './train-job.js';

/** What the jobs of a study need: plain data and compiled kernels, fit to cross a thread. */
export interface JobsContext {
  readonly config: StudyConfig;
  /** The data sets of the study, one for each data seed. */
  readonly data: readonly StudyData[];
  /** The strategies of the configuration as the trainer takes them. */
  readonly strategies: readonly Strategy[];
  /** Compiled kernels of the wasm engine, so that they need not be compiled again. */
  readonly kernels?: ChosenEngine['kernels'];
}

/**
 * Chooses the engines of a study and gives the function that does its jobs in this thread. That function throws nothing: how a job ended is
 * its last report.
 *
 * @throws Error when an engine is not the one that the configuration names
 */
export async function prepareJobs({
  config,
  data,
  strategies,
  kernels,
}: JobsContext): Promise<(job: StudyJob) => AsyncIterable<JobReport>> {
  const prepared = new Map<string, { readonly strategy: Strategy; readonly engine: Engine }>();
  const engines = new Map<string, Engine>();
  for (const strategy of strategies) {
    const { engine } = await chooseEngine({
      requested: config.engine,
      model: modelOf(strategy, config),
      threads: 1,
      ...(kernels && { kernels }),
    });
    const wanted = config.engines[strategy.name];
    if (engine.name !== wanted?.engine || engine.build !== wanted.build) {
      throw new Error(
        `the engine of ${strategy.name} is ${engine.name} (${engine.build}) here, but ${wanted?.engine} (${wanted?.build}) in the configuration`,
      );
    }
    // Engines know no strategy: one serves all that take the same, and its programs follow each other in the same memory.
    const known = engines.get(`${engine.name} ${engine.build}`) ?? engine;
    engines.set(`${engine.name} ${engine.build}`, known);
    prepared.set(strategy.name, { strategy, engine: known });
  }
  return async function* reports(job) {
    const parts = prepared.get(job.strategy);
    if (parts === undefined) {
      const message = `${job.strategy}, run ${job.run}: its strategy is not part of the study`;
      yield { kind: 'failed', ...job, message };
      return;
    }
    yield* trainJob({ ...parts, config, data: dataOfRun(data, job.run) }, job);
  };
}
