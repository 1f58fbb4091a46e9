import { readScalar } from '@reluctant/command-line';
import type { NameOption } from '@reluctant/errors';
import { parseStudySettings, type StudySettings } from '@reluctant/study';
import { trainingFlags } from './training-flags.js';

/** Names an option of a library by its flag in error messages. */
export const nameTrainingOption: NameOption = ([name]) =>
  `--${trainingFlags.find(({ setting }) => setting === name)?.flag ?? name}`;

/**
 * Parses the settings of one training: those of a study with one strategy, under the flag names of this program.
 *
 * @param flags - texts of the flags given, by name
 * @throws ReluctantError (usage) naming the setting
 */
export function readTrainingFlags(flags: Readonly<Record<string, unknown>>): StudySettings {
  const settings: Record<string, unknown> = { n_runs: 1 };
  for (const { flag, setting, preset, text } of trainingFlags) {
    const given = flags[flag];
    const value = typeof given === 'string' ? (text ? given : readScalar(given)) : preset;
    settings[setting] = setting === 'strategies' ? [value] : value;
  }
  return parseStudySettings(settings);
}
