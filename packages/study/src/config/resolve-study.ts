import { ReluctantError } from '@reluctant/errors';
import { type ChosenEngine, chooseEngine, type Strategy } from '@reluctant/trainer';
import { StudyError } from '../error/study-error.js';
import { modelOf } from './model-of.js';
import type { NameSetting } from './parse-study-settings.js';
import { resolveDataSeeds } from './resolve-data-seeds.js';
import { resolveMargin } from './resolve-margin.js';
import { resolveSizes } from './resolve-sizes.js';
import { resolveTrainerSettings } from './resolve-trainer-settings.js';
import { configVersion, type EngineBuild, type StudyConfig } from './study-config.js';
import type { StudySettings } from './study-settings.js';
import { undecidable } from './undecidable.js';

/** A study with nothing left to decide. */
export interface ResolvedStudy {
  readonly config: StudyConfig;
  /** The strategies of the configuration, as the trainer takes them. */
  readonly strategies: readonly Strategy[];
  /** Sentences that the user should see once: which engine was taken, and what did not go as asked. */
  readonly notices: readonly string[];
  /** Compiled kernels of the wasm engine, if it trains any strategy: worker threads take them over. */
  readonly kernels: ChosenEngine['kernels'];
}

/** Options of {@link resolveStudy}. */
export interface ResolveOptions {
  /** How a complaint names a setting. Default: as it is. */
  readonly nameSetting?: NameSetting | undefined;
  /** URL against which the modules of users' own activations are found. */
  readonly base?: string | undefined;
}

/**
 * Decides what the settings leave open: sizes of the data, options of the strategies, engines and their builds.
 *
 * @throws StudyError (usage) when a setting is impossible
 */
export async function resolveStudy(settings: StudySettings, options: ResolveOptions = {}): Promise<ResolvedStudy> {
  const { n_workers: _, strategies: __, lr_schedule: ___, ...plain } = settings;
  const nameSetting = options.nameSetting ?? ((setting: string) => setting);
  const { strategies, learningRate } = resolveTrainerSettings(settings, nameSetting, options.base);
  const engines: Record<string, EngineBuild> = {};
  const notices = new Set<string>();
  let kernels: ChosenEngine['kernels'];
  for (const strategy of strategies) {
    const chosen = await engineOf(strategy, settings, { notices, nameSetting, kernels });
    const { engine, reason } = chosen;
    kernels ??= chosen.kernels;
    engines[strategy.name] = { engine: engine.name, build: engine.build };
    notices.add(`Engine ${engine.name} (${engine.build}): ${reason}.`);
  }
  if (settings.passes > 0 && settings.ensemble > settings.n_runs) {
    notices.add(`No ensembles: one of ${settings.ensemble} nets takes as many runs, and n_runs is ${settings.n_runs}.`);
  }
  const data_seeds = resolveDataSeeds(settings);
  return {
    config: {
      version: configVersion,
      ...plain,
      ...resolveSizes(settings),
      lr_schedule: learningRate,
      strategies: strategies.map(({ resolved }) => resolved),
      baseline: resolveBaseline(settings.baseline, strategies, nameSetting),
      data_seeds,
      margin: resolveMargin(settings),
      engines,
    },
    strategies,
    notices: [...notices, ...undecidable({ ...settings, data_seeds }, strategies)],
    kernels,
  };
}

function resolveBaseline(
  wanted: string | undefined,
  strategies: readonly Strategy[],
  nameSetting: NameSetting,
): string {
  const names = strategies.map(({ name }) => name);
  if (wanted === undefined) return names[0] ?? '';
  if (names.includes(wanted)) return wanted;
  throw new StudyError(
    `${nameSetting('baseline')} must be one of the strategies (${names.join(', ')}), not ${JSON.stringify(wanted)}`,
  );
}

async function engineOf(
  strategy: Strategy,
  settings: StudySettings,
  around: {
    readonly notices: Set<string>;
    readonly nameSetting: NameSetting;
    readonly kernels: ChosenEngine['kernels'];
  },
): Promise<ChosenEngine> {
  const { notices, nameSetting, kernels } = around;
  try {
    return await chooseEngine({
      requested: settings.engine,
      model: modelOf(strategy, settings),
      threads: 1,
      ...(kernels && { kernels }),
      notice: (sentence) => notices.add(`${sentence}.`),
    });
  } catch (error) {
    if (!ReluctantError.isInstance(error) || error.kind !== 'usage') throw error;
    throw new StudyError(`${nameSetting('engine')}: ${error.message}`, 'usage', { cause: error });
  }
}
