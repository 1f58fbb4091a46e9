import { option, ReluctantError, sentence } from '@reluctant/errors';
import {
  balancedClassWeights,
  chooseEngine,
  type LearningRateSchedule,
  parseLearningRateSchedule,
  parseStrategy,
  planShares,
  type Strategy,
} from '@reluctant/trainer';
import type { TableTrainingConfig } from '../directory/table-config.js';
import type { TableSettings } from '../flags/table-settings.js';
import { defaultHyperparameters } from '../learning/hyperparameters.js';
import { layersOf } from '../learning/train-net.js';
import type { FixedHyperparameters } from '../search/draw-hyperparameters.js';
import type { SearchSettings } from '../search/search-limit.js';
import { columnNames } from '../table/column-names.js';
import { type PreparedTable, prepareTable } from '../table/prepared-table.js';
import { type TrainingTable, trainingTable } from '../table/training-table.js';
import type { TableLesson } from './learn-table.js';

/** A training on a table, ready to start. */
export interface ResolvedTable {
  readonly table: TrainingTable;
  readonly lesson: TableLesson;
  readonly config: TableTrainingConfig;
}

/**
 * Reads the table of the settings and resolves what they leave open.
 *
 * @throws ReluctantError in one sentence about the flag, the file, the row or the column that cannot be used
 */
export async function resolveTable(settings: TableSettings): Promise<ResolvedTable> {
  const target = targetOf(settings);
  const strategy = inside('strategy', () => parseStrategy(settings.strategy));
  const learningRateSchedule = inside('lr_schedule', () => parseLearningRateSchedule(settings.lr_schedule));
  const table = await trainingTable(settings.data, settings.query);
  const choices = {
    ...{ target, task: settings.task },
    drop: columnNames(table.table, settings.drop),
    numeric: columnNames(table.table, settings.numeric),
    categorical: columnNames(table.table, settings.categorical),
  };
  const { holdout, test_size, data_seed, seed, epochs, batch_size, patience } = settings;
  const prepared = prepareTable(table.table, choices, { holdout, testSize: test_size, seed: data_seed });
  const classWeights = classWeightsOf(prepared, settings);
  const engine = await engineFor(prepared, strategy);
  const fixed = fixedOf(settings);
  const search = searchOf(settings);
  const rules = { ...{ engine, epochs, batchSize: batch_size, learningRateSchedule, patience, classWeights, seed } };
  const config: TableTrainingConfig = {
    ...{ kind: 'table', version: 1, fingerprint: table.fingerprint, ...choices, task: prepared.task },
    ...{ holdout, test_size, data_seed, seed, strategy: settings.strategy },
    hyperparameters: search === null ? { ...defaultHyperparameters, ...fixed } : fixed,
    ...{ lr_schedule: settings.lr_schedule, class_weight: settings.class_weight ?? null, epochs },
    ...{ patience: patience ?? null, batch_size, search, engine: `${engine.name} (${engine.build})` },
  };
  return { table, lesson: { prepared, strategy, rules, fixed, search }, config };
}

/** Whether a strategy leaves the net with ReLU alone. */
export function endsOnRelu(strategy: Strategy): boolean {
  return planShares(strategy.schedule, { epochs: 1, stepsPerEpoch: 1 }).share.at(-1) === 1;
}

function targetOf({ target }: TableSettings): string {
  if (target !== undefined) return target;
  const said = sentence`a table needs ${option('target')}: the column to predict`;
  throw new ReluctantError('invalid-option', said, { path: ['target'] });
}

function fixedOf({ width, n_layers, lr, l1, weight_decay }: TableSettings): FixedHyperparameters {
  return {
    ...(width !== undefined && { width }),
    ...(n_layers !== undefined && { n_layers }),
    ...(lr !== undefined && { lr }),
    ...(l1 !== undefined && { l1 }),
    ...(weight_decay !== undefined && { weight_decay }),
  };
}

/** @throws ReluctantError when there is something to choose by, but nothing to choose from */
function searchOf({ budget, trials, choose }: TableSettings): SearchSettings | null {
  if (budget !== undefined) return { budget, choose: choose ?? 'best' };
  if (trials !== undefined) return { trials, choose: choose ?? 'best' };
  if (choose === undefined) return null;
  const said = sentence`${option('choose')} needs a search: ${option('budget')} or ${option('trials')}`;
  throw new ReluctantError('invalid-option', said, { path: ['choose'] });
}

function classWeightsOf(prepared: PreparedTable, settings: TableSettings): Float32Array | undefined {
  if (settings.class_weight === undefined) return undefined;
  if (prepared.task === 'classification') {
    return balancedClassWeights(prepared.sets.train.labels, prepared.target.classes.length);
  }
  const said = sentence`${option('class_weight')} is for classes, but the target is a real number`;
  throw new ReluctantError('invalid-option', said, { path: ['class_weight'] });
}

async function engineFor(prepared: PreparedTable, strategy: Strategy) {
  const model = { ...layersOf(prepared, defaultHyperparameters), activation: strategy.usage };
  const { engine } = await chooseEngine({ requested: 'wasm', model });
  return engine;
}

/** Parses a setting with the trainer; an error names the setting before the trainer's message. */
function inside<Value extends Strategy | LearningRateSchedule>(setting: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!ReluctantError.isInstance(error)) throw error;
    throw new ReluctantError('invalid-option', sentence`${option(setting)}: ${error.message}`, {
      path: [setting],
      cause: error,
    });
  }
}
