import { type TrainingBytes, trainingBytes } from '@reluctant/trainer';
import { endsStochastic } from '../config/ends-stochastic.js';
import { plannedTests } from '../config/planned-tests.js';
import type { StudyConfig } from '../config/study-config.js';
import { studyTask } from '../config/study-task.js';
import { dataBytes, splitRows } from './data-bytes.js';

/** What a study takes at its peak. */
export interface StudyMemory {
  /** Bytes of the machine's memory, heap included. */
  readonly memory: number;
  /** Bytes of them in the JavaScript heap of the thread that collects the runs. */
  readonly heap: number;
  /** Bytes of the largest WebAssembly memory; 0 if no strategy is trained by the engine `wasm`. */
  readonly program: number;
  /** Elements of the largest array. */
  readonly elements: number;
}

/** Bytes of a thread: its JavaScript engine, code and engine of training. */
const perWorker = 40 * 2 ** 20;

/**
 * Bytes of heap for each run, without what grows with the layers: job, key, last row and the values that are
 * summarised.
 */
const perRun = 1200;

/** Bytes of heap for each layer of a last row, without and with gates. */
const perLayer = { plain: 16, gated: 400 };

/**
 * Estimates the memory that a study takes at its peak from its configuration: data sets, nets on each worker,
 * schedules, passes, and what is kept for each run. Nothing is allocated. It is meant to be right within a factor of
 * 1.5 where it exceeds 100 MiB.
 *
 * @param workers - number of worker threads
 */
export async function studyMemory(config: StudyConfig, workers: number): Promise<StudyMemory> {
  const data = dataBytes(config);
  const trainings = await Promise.all(config.strategies.map((strategy) => trainingOf(config, strategy)));
  const worker = Math.max(...trainings.map(({ worker: own }) => own));
  const { n_runs, n_layers, strategies } = config;
  const heap = strategies.reduce((sum, { usage }) => {
    const gated = !('module' in usage) && usage.gate !== undefined;
    return sum + n_runs * (perRun + n_layers * perLayer[gated ? 'gated' : 'plain']);
  }, 0);
  return {
    memory: data.kept + heap + Math.max(data.making, workers * (perWorker + worker)),
    heap,
    program: Math.max(...trainings.map(({ program }) => program)),
    elements: Math.max(data.elements, ...trainings.map(({ elements }) => elements)),
  };
}

/** What one training of a strategy takes. */
interface StrategyMemory extends Pick<StudyMemory, 'program' | 'elements'> {
  /** Bytes on its worker. */
  readonly worker: number;
}

async function trainingOf(config: StudyConfig, strategy: StudyConfig['strategies'][number]): Promise<StrategyMemory> {
  const { train, validation, test } = splitRows(config);
  const evaluated = test || validation;
  const shifts = config.passes > 0 ? config.shifts : [];
  const isRegressor = studyTask(config) === 'regression';
  const bytes = await trainingBytes({
    model: { ...config.model, activation: strategy.usage, ...(isRegressor && { outputs: 'values' }) },
    ...(isRegressor && { loss: 'squared_error' }),
    batchSize: config.batch_size,
    epochs: config.epochs,
    dropout: strategy.dropout ?? 0,
    rows: train,
    sets: {
      validation,
      ...(test > 0 && { test }),
      ...Object.fromEntries(shifts.map((size) => [`shifted_${size}`, evaluated])),
    },
  });
  const { tests } = plannedTests(config);
  const passes = config.passes === 0 ? Number(tests.length > 0) : endsStochastic(strategy) ? config.passes : 1;
  const answers = passes * evaluated * config.n_classes;
  const programs = tests.some((share) => share !== 'same') ? 2 : 1;
  return {
    worker: programs * bytes.program + bytes.schedule + checkpointBytes(bytes) + bytesPerAnswer * answers,
    program: config.engines[strategy.name]?.engine === 'wasm' ? bytes.program : 0,
    elements: Math.max(bytes.steps, answers),
  };
}

/** Bytes of each probability of a pass: a logit, the probability, and its logarithm. */
const bytesPerAnswer = 4 + 8 + 8;

/** The state, and its bytes as a file, of which the collecting thread gets a copy. */
function checkpointBytes({ state }: TrainingBytes): number {
  return 3 * state;
}
