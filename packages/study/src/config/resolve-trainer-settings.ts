import { ReluctantError } from '@reluctant/errors';
import type { Strategy } from '@reluctant/trainer';
import { type LearningRateSchedule, parseLearningRateSchedule, parseStrategies } from '@reluctant/trainer';
import { StudyError } from '../error/study-error.js';
import type { NameSetting } from './parse-study-settings.js';
import type { StudySettings } from './study-settings.js';

/** What the trainer makes of the settings that are its own. */
export interface TrainerSettings {
  readonly strategies: readonly Strategy[];
  readonly learningRate: LearningRateSchedule;
}

/**
 * Has the trainer read strategies and learning-rate schedule.
 *
 * @param base - URL against which the modules of users' own activations are found
 * @throws StudyError (usage) in the trainer's words, behind the name of the setting
 */
export function resolveTrainerSettings(
  { strategies, lr_schedule }: Pick<StudySettings, 'strategies' | 'lr_schedule'>,
  nameSetting: NameSetting = (setting) => setting,
  base?: string,
): TrainerSettings {
  return {
    strategies: inWords(nameSetting('strategies'), () => parseStrategies(strategies, base)),
    learningRate: inWords(nameSetting('lr_schedule'), () => parseLearningRateSchedule(lr_schedule)),
  };
}

function inWords<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (ReluctantError.isInstance(error)) throw new StudyError(`${name}: ${error.message}`, 'usage', { cause: error });
    throw error;
  }
}
