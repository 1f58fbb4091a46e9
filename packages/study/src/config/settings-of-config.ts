import { parseStrategy, type Setting, type Strategy } from '@reluctant/trainer';
import { dequal } from 'dequal/lite';
import { madeDataSettings } from '../table/study-table.js';
import type { StudyConfig } from './study-config.js';
import { settingNames } from './study-settings.js';

/**
 * The settings of a resolved study, as a user would write them: resolving them gives the same configuration on the same
 * build of the engines. Settings that cannot change results are left out (`n_workers`). Of a table they hold what is
 * decided about its columns, not where it is: its content is known by a fingerprint only, so `data` or `query` must be
 * added.
 */
export function settingsOfConfig(config: StudyConfig): Readonly<Record<string, unknown>> {
  const { table, strategies, engines, baseline, lr_schedule, folds, weight_decay = 0 } = config;
  const stored: Readonly<Record<string, unknown>> = config;
  // A cross-validation decides these two itself.
  const left = new Set<string>([...(table ? madeDataSettings : []), ...(folds ? ['holdout', 'data_seeds'] : [])]);
  const plain = settingNames.filter((name) => stored[name] !== undefined && !left.has(name));
  const built = Object.values(engines);
  return {
    ...Object.fromEntries(plain.map((name) => [name, stored[name]])),
    // A preset may have one that the study does not have.
    weight_decay,
    lr_schedule: lr_schedule.name === 'constant' ? 'constant' : lr_schedule,
    strategies: strategies.map(settingOf),
    engine: built.every(({ engine }) => engine === 'tfjs') ? 'tfjs' : 'auto',
    // By default it is the first.
    baseline: baseline === strategies[0]?.name ? undefined : baseline,
    ...(table && tableSettings(table)),
  };
}

function tableSettings({
  target,
  task,
  drop,
  numeric,
  categorical,
}: NonNullable<StudyConfig['table']>): Readonly<Record<string, unknown>> {
  return { target, task, drop, numeric, categorical };
}

/** A strategy as its canonical text, or under a label of its own as an object with every option. */
function settingOf(strategy: Strategy): Setting {
  const { name, strategy: kind, options } = strategy;
  return isText(strategy) ? name : { ...options, strategy: kind, name };
}

function isText(strategy: Strategy): boolean {
  try {
    return dequal(parseStrategy(strategy.name), strategy);
  } catch {
    return false;
  }
}
