import { option, optionCheck, parseWith, ReluctantError, sentence } from '@reluctant/errors';
import { dequal } from 'dequal/lite';
import { hasTable, madeDataSettings } from '../table/study-table.js';
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
  const own = defined(input);
  const { holdout, data_seeds, ...others } = presetNamed(own.preset, presets)?.settings ?? {};
  const preset = own.folds === undefined ? { ...others, ...defined({ holdout, data_seeds }) } : others;
  const given = hasTable(own) ? { ...withoutMadeData(preset), ...own } : { ...preset, ...own };
  refuseOtherData(own);
  const settings = parseWith(studySettingsSchema, given, { owner: '' });
  refuseBesideFolds(own);
  const idle = (['shifts', 'ensemble'] as const).find((name) => isSet(own, name));
  if (idle === undefined || settings.passes > 0) return settings;
  const said = sentence`${option(idle)} needs ${option('passes')}: the number of passes at test time`;
  throw new ReluctantError('invalid-option', said, { path: [idle] });
}

function defined(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** The settings of a preset that apply to a table, too. */
function withoutMadeData(settings: Partial<StudySettings>): Partial<StudySettings> {
  const made: ReadonlySet<string> = new Set(madeDataSettings);
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !made.has(name)));
}

/** Settings of a table. */
const tableSettings = ['target', 'task', 'drop', 'numeric', 'categorical', 'folds'] as const;

/** Refuses settings of made data beside a table, and settings of a table without one. */
function refuseOtherData(own: Readonly<Record<string, unknown>>): void {
  const table = hasTable(own);
  if (own.data !== undefined && own.query !== undefined) {
    const said = sentence`${option('data')} and ${option('query')} exclude each other`;
    throw new ReluctantError('invalid-option', said, { path: ['query'] });
  }
  const name = (table ? madeDataSettings : tableSettings).find((setting) => isSet(own, setting));
  if (name === undefined) return;
  const said = table
    ? sentence`${option(name)} describes made data, which ${option(own.data === undefined ? 'query' : 'data')} replaces: leave it out`
    : sentence`${option(name)} needs a table: ${option('data')} or ${option('query')}`;
  throw new ReluctantError('invalid-option', said, { path: [name] });
}

/** Folds say how many test sets there are, and how large. */
function refuseBesideFolds(own: Readonly<Record<string, unknown>>): void {
  const name = (['holdout', 'data_seeds'] as const).find((setting) => isSet(own, setting));
  if (name === undefined || own.folds === undefined) return;
  const said = sentence`${option('folds')} and ${option(name)} exclude each other: each fold is the test set of its runs`;
  throw new ReluctantError('invalid-option', said, { path: [name] });
}

/** Whether a setting is given and is not its default, so that settings that are filled in can be parsed again. */
function isSet(own: Readonly<Record<string, unknown>>, setting: keyof StudySettings): boolean {
  return own[setting] !== undefined && !dequal(own[setting], studySettingsSchema.shape[setting].parse(undefined));
}
