import { nearestName } from '@reluctant/errors';
import type { z } from 'zod';
import { StudyError } from '../error/study-error.js';
import { presetNamed, type StudyPresets } from './study-preset.js';
import type { StudySettings } from './study-settings.js';
import { settingNames, studySettingsSchema } from './study-settings-schema.js';

/** How a complaint names a setting: `--n_runs` for a flag, `n_runs in study.yaml` for a file. */
export type NameSetting = (setting: string) => string;

/** Options of {@link parseStudySettings}. */
export interface ParseOptions {
  /** How a complaint names a setting. Default: as it is. */
  readonly nameSetting?: NameSetting | undefined;
  /** Presets that the settings may name, such as those of `@reluctant/presets`. Default: none. */
  readonly presets?: StudyPresets | undefined;
}

/**
 * Checks settings that came from outside and fills in those of the preset, if one is named, and then the defaults.
 *
 * @param input - settings by name; undefined ones count as absent
 * @throws StudyError (usage) with one sentence about the first setting that is wrong
 */
export function parseStudySettings(
  input: Readonly<Record<string, unknown>>,
  { nameSetting = (setting) => setting, presets = {} }: ParseOptions = {},
): StudySettings {
  const own = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const given = { ...presetNamed(own.preset, presets, nameSetting)?.settings, ...own };
  const result = studySettingsSchema.safeParse(given, { reportInput: true });
  if (result.success) {
    const idle = ['shifts', 'ensemble'].find((setting) => own[setting] !== undefined);
    if (idle !== undefined && result.data.passes === 0) {
      throw new StudyError(`${nameSetting(idle)} needs ${nameSetting('passes')}: the number of passes at test time`);
    }
    return result.data;
  }
  const issue = result.error.issues[0];
  throw new StudyError(issue === undefined ? 'the settings are not valid' : sentence(issue, nameSetting));
}

function sentence(issue: z.core.$ZodIssue, nameSetting: NameSetting): string {
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const nearest = nearestName(key, settingNames);
    return `there is no setting ${nameSetting(key)}${nearest === undefined ? '' : `; did you mean ${nameSetting(key).split(' ')[0]?.replace(key, nearest)}?`}`;
  }
  return `${nameSetting(String(issue.path[0] ?? 'the study'))} ${issue.message}`;
}
