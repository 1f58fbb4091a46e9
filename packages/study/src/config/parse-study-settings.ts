import type { z } from 'zod';
import { StudyError } from '../study-error.js';
import { nearestName } from './nearest-name.js';
import type { StudySettings } from './study-settings.js';
import { settingNames, studySettingsSchema } from './study-settings-schema.js';

/** How a complaint names a setting: `--n_runs` for a flag, `n_runs in study.yaml` for a file. */
export type NameSetting = (setting: string) => string;

/**
 * Checks settings that came from outside and fills in the defaults.
 *
 * @param input - settings by name; undefined ones count as absent
 * @param nameSetting - how a complaint names a setting; default: as it is
 * @throws StudyError (usage) with one sentence about the first setting that is wrong
 */
export function parseStudySettings(
  input: Readonly<Record<string, unknown>>,
  nameSetting: NameSetting = (setting) => setting,
): StudySettings {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const result = studySettingsSchema.safeParse(given, { reportInput: true });
  if (result.success) return result.data;
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
