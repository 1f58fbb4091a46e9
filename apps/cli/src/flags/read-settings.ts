import { type NameOption, ReluctantError } from '@reluctant/errors';
import type { GridAxis } from '@reluctant/study';
import { readFlag } from './read-flag.js';
import { readGrid } from './read-grid.js';
import { readYaml } from './read-yaml.js';
import { settingFlags } from './setting-flags.js';

/** The given settings, unchecked, with their names in messages. */
export interface GivenSettings {
  readonly input: Readonly<Record<string, unknown>>;
  /** Settings to vary. */
  readonly grid: readonly GridAxis[];
  /** Names a setting by its source: a flag, or a key of the file. */
  readonly nameOption: NameOption;
}

/**
 * Reads the settings of a study from flags and from a YAML file, which flags override.
 *
 * @param flags - texts of the flags given, by name; `grid` as a list of texts
 * @param file - path of a YAML file, its keys as the flags without dashes; `grid` is a map from settings to lists
 * @throws ReluctantError (usage) naming the flag or the file and its key
 */
export async function readSettings(
  flags: Readonly<Record<string, unknown>>,
  file: string | undefined,
): Promise<GivenSettings> {
  const fromFlags: Record<string, unknown> = {};
  for (const flag of settingFlags) {
    const text = flags[flag.setting];
    if (typeof text === 'string') fromFlags[flag.setting] = readFlag(flag, text);
  }
  const { grid: fileGrid, ...fromFile } = file === undefined ? {} : await readYaml(file);
  const isSetting = (key: unknown): boolean => settingFlags.some(({ setting }) => setting === key);
  const misspelt = Object.keys(fromFile).some((key) => !isSetting(key));
  return {
    input: { ...fromFile, ...fromFlags },
    grid: flags.grid === undefined ? gridOfFile(fileGrid, file) : readGrid(flags.grid),
    nameOption: ([setting = '']) => {
      if (setting in fromFlags) return `--${setting}`;
      // If the file has an unknown key, a setting is one that is suggested for it and has no prefix.
      if (setting in fromFile && !(misspelt && isSetting(setting))) return `${setting} in ${file}`;
      return misspelt ? String(setting) : `--${setting}`;
    },
  };
}

function gridOfFile(grid: unknown, file: string | undefined): GridAxis[] {
  if (grid === undefined) return [];
  const axes = typeof grid === 'object' && grid !== null ? Object.entries(grid) : [];
  if (axes.length === 0 || !axes.every(([, values]) => Array.isArray(values))) {
    throw new ReluctantError(
      'invalid-option',
      `grid in ${file} must map settings to lists of values, such as "bottleneck: [4, 16]"`,
    );
  }
  return axes.map(([setting, values]) => ({ setting, values: values as unknown[] }));
}
