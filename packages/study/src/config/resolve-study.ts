import { option, optionCheck, ReluctantError, sentence, showValue } from '@reluctant/errors';
import {
  type ChosenEngine,
  chooseEngine,
  type LearningRateSchedule,
  parseLearningRateSchedule,
  parseStrategies,
  type Strategy,
} from '@reluctant/trainer';
import { resolveDataSeeds } from './resolve-data-seeds.js';
import { resolveMargin } from './resolve-margin.js';
import { resolveModel, resolveSizes } from './resolve-sizes.js';
import { configVersion, type EngineBuild, type StudyConfig } from './study-config.js';
import type { StudySettings } from './study-settings.js';
import { undecidable } from './undecidable.js';

/** A study with nothing left to decide, and what came up on the way. */
export interface ResolvedStudy {
  readonly config: StudyConfig;
  /** Sentences that the user should see once: which engine was taken, and what did not go as asked. */
  readonly notices: readonly string[];
  /** Compiled kernels of the wasm engine, if it trains any strategy: worker threads take them over. */
  readonly kernels: ChosenEngine['kernels'];
}

/** Options of {@link resolveStudy}. */
export interface ResolveOptions {
  /** URL against which the modules of users' own activations are found. */
  readonly base?: string | undefined;
}

const checkOptions = optionCheck<ResolveOptions>('resolveStudy', { base: true });

/**
 * Decides what the settings leave open: sizes of the data, the net, options of the strategies, engines and their builds.
 *
 * @throws ReluctantError (usage) when a setting is impossible; its `path` names the setting
 */
export async function resolveStudy(settings: StudySettings, options: ResolveOptions = {}): Promise<ResolvedStudy> {
  checkOptions(options);
  const { n_workers: _, engine: __, ...plain } = settings;
  const strategies = inside('strategies', () => parseStrategies(settings.strategies, options.base));
  const { model, bottleneck } = resolveModel(settings);
  const { engines, notices, kernels } = await chooseEngines(strategies, model, settings);
  if (settings.passes > 0 && settings.ensemble > settings.n_runs) {
    notices.add(`No ensembles: one of ${settings.ensemble} nets takes as many runs, and n_runs is ${settings.n_runs}.`);
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
    margin: resolveMargin(settings),
    engines,
  };
  return { config, notices: [...notices, ...undecidable(config)], kernels };
}

/** What the trainer makes of a setting; its complaint stands behind the name of the setting. */
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

/** Chooses the engine of each strategy: the one place in which a study does. */
async function chooseEngines(
  strategies: readonly Strategy[],
  model: StudyConfig['model'],
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
