import { option, optionCheck, ReluctantError, sentence, showValue } from '@reluctant/errors';
import type { FeedForward } from '@reluctant/model';
import {
  type ChosenEngine,
  chooseEngine,
  type LearningRateSchedule,
  parseLearningRateSchedule,
  parseStrategies,
  type Strategy,
} from '@reluctant/trainer';
import type { TableSource } from '../table/study-table.js';
import { checkComparedQuantity } from './check-compared-quantity.js';
import { resolveDataSeeds } from './resolve-data-seeds.js';
import { resolveMargin } from './resolve-margin.js';
import { resolveModel, resolveSizes } from './resolve-sizes.js';
import { resolveTable } from './resolve-table.js';
import { settingNotices } from './setting-notices.js';
import { configVersion, type EngineBuild, type StudyConfig, studyConfigSchema } from './study-config.js';
import type { StudySettings } from './study-settings.js';

/** A resolved study, with notices and kernels. */
export interface ResolvedStudy {
  readonly config: StudyConfig;
  /** Sentences to show to the user once: the chosen engine, and settings that could not be followed. */
  readonly notices: readonly string[];
  /** Compiled kernels of the wasm engine, if it trains any strategy; worker threads reuse them. */
  readonly kernels: ChosenEngine['kernels'];
}

/** Options of {@link resolveStudy}. */
export interface ResolveOptions {
  /** URL against which paths of users' activation modules are resolved. */
  readonly base?: string | undefined;
  /** The table of `data` or `query`, which a program reads. */
  readonly table?: TableSource | undefined;
}

/** Default width of the hidden layers for a table, whose columns are more varied than those of made data. */
const tableWidth = 32;

const checkOptions = optionCheck<ResolveOptions>('resolveStudy', { base: true, table: true });

/**
 * Resolves settings to a configuration: sizes of the data, the net, options of the strategies, engines and their
 * builds.
 *
 * @throws ReluctantError (usage) when a setting is impossible; its `path` names the setting
 */
export async function resolveStudy(given: StudySettings, options: ResolveOptions = {}): Promise<ResolvedStudy> {
  checkOptions(options);
  const { n_workers: _, engine: __, data: _data, query: _query, target: _target, task: _task, ...others } = given;
  const { drop: _drop, numeric: _numeric, categorical: _categorical, ...withTraining } = others;
  const { weight_decay, class_weight, patience, folds, ...withoutTable } = withTraining;
  const learned = resolveTable(given, options.table);
  const holdout = given.folds === undefined ? given.holdout : 1 / given.folds;
  const settings = {
    ...given,
    holdout,
    ...learned?.sizes,
    ...(learned && { bottleneck: given.bottleneck ?? tableWidth }),
  };
  const plain = { ...withoutTable, ...learned?.sizes };
  const task = learned?.table.task ?? 'classification';
  checkComparedQuantity(settings.compare_by, task);
  const strategies = inside('strategies', () => parseStrategies(settings.strategies, options.base));
  const { model, bottleneck } = resolveModel(settings);
  const { engines, notices, kernels } = await chooseEngines(
    strategies,
    { ...model, ...(task === 'regression' && { outputs: 'values' as const }) },
    settings,
  );
  if (settings.passes > 0 && settings.ensemble > settings.n_runs) {
    notices.add(
      `No ensembles are made: an ensemble of ${settings.ensemble} nets needs ${settings.ensemble} runs, but n_runs is ${settings.n_runs}.`,
    );
  }
  const data_seeds = resolveDataSeeds(settings);
  const config: StudyConfig = {
    version: configVersion,
    ...plain,
    ...resolveSizes(settings),
    lr_schedule: inside('lr_schedule', (): LearningRateSchedule => parseLearningRateSchedule(settings.lr_schedule)),
    bottleneck,
    model,
    strategies,
    baseline: resolveBaseline(settings.baseline, strategies),
    data_seeds,
    holdout,
    ...(weight_decay > 0 && { weight_decay }),
    ...(class_weight !== undefined && { class_weight }),
    ...(patience !== undefined && { patience }),
    ...(folds !== undefined && { folds }),
    margin: resolveMargin(settings, learned?.targetScale),
    ...(learned && { table: learned.table }),
    engines,
  };
  for (const said of [...(learned?.notices ?? []), ...settingNotices(config)]) notices.add(said);
  return { config: inSchemaOrder(config), notices: [...notices], kernels };
}

/**
 * The same with its fields in the order of the schema, so that equal studies have equal bytes, whatever a user wrote of
 * them.
 */
function inSchemaOrder(config: StudyConfig): StudyConfig {
  const given: Readonly<Record<string, unknown>> = config;
  const names = Object.keys(studyConfigSchema.shape).filter((name) => given[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, given[name]])) as StudyConfig;
}

/** Parses a setting with the trainer; an error names the setting before the trainer's message. */
function inside<Value>(setting: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw behind(setting, error);
  }
}

function behind(setting: string, error: unknown): unknown {
  if (!ReluctantError.isInstance(error) || error.kind !== 'usage') return error;
  return new ReluctantError('invalid-option', sentence`${option(setting)}: ${error.message}`, {
    path: [setting],
    received: error.received,
    cause: error,
  });
}

function resolveBaseline(wanted: string | undefined, strategies: readonly Strategy[]): string {
  const names = strategies.map(({ name }) => name);
  if (wanted === undefined) return names[0] ?? '';
  if (names.includes(wanted)) return wanted;
  const expected = `one of the strategies (${names.join(', ')})`;
  throw new ReluctantError(
    'invalid-option',
    sentence`${option('baseline')} must be ${expected}, got ${showValue(wanted)}`,
    { path: ['baseline'], expected, received: wanted },
  );
}

/** Chooses the engine of each strategy. */
async function chooseEngines(
  strategies: readonly Strategy[],
  model: Omit<FeedForward, 'activation'>,
  settings: StudySettings,
): Promise<{ engines: Record<string, EngineBuild>; notices: Set<string>; kernels: ChosenEngine['kernels'] }> {
  const engines: Record<string, EngineBuild> = {};
  const notices = new Set<string>();
  let kernels: ChosenEngine['kernels'];
  for (const { name, usage } of strategies) {
    const chosen = await chooseEngine({
      requested: settings.engine,
      model: { ...model, activation: usage },
      threads: 1,
      ...(kernels && { kernels }),
      notice: (said) => notices.add(`${said}.`),
    }).catch((error: unknown) => {
      throw behind('engine', error);
    });
    kernels ??= chosen.kernels;
    engines[name] = { engine: chosen.engine.name, build: chosen.engine.build };
    notices.add(`Engine ${chosen.engine.name} (${chosen.engine.build}): ${chosen.reason}.`);
  }
  return { engines, notices, kernels };
}
