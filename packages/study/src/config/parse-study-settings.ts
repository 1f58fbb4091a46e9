import { option, optionCheck, parseWith, ReluctantError, sentence } from '@reluctant/errors';
import { presetNamed, type StudyPresets } from './study-preset.js';
import { type StudySettings, studySettingsSchema } from './study-settings.js';

/** Options of {@link parseStudySettings}. */
export interface ParseOptions {
  /** Presets that the settings may name, such as those of `@reluctant/presets`. Default: none. */
  readonly presets?: StudyPresets | undefined;
}

const checkOptions = optionCheck<ParseOptions>('parseStudySettings', { presets: true });

/**
 * Checks a user's settings and fills in those of the preset, if one is named, and then the defaults.
 *
 * @param input - settings by name; undefined ones count as absent
 * @throws ReluctantError (usage) about the first invalid setting; its `path` names the setting
 */
export function parseStudySettings(
  input: Readonly<Record<string, unknown>>,
  options: ParseOptions = {},
): StudySettings {
  checkOptions(options);
  const { presets = {} } = options;
  const own = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const given = { ...presetNamed(own.preset, presets)?.settings, ...own };
  const settings = parseWith(studySettingsSchema, given, { owner: '' });
  const idle = ['shifts', 'ensemble'].find((name) => own[name] !== undefined);
  if (idle === undefined || settings.passes > 0) return settings;
  const said = sentence`${option(idle)} needs ${option('passes')}: the number of passes at test time`;
  throw new ReluctantError('invalid-option', said, { path: [idle] });
}
