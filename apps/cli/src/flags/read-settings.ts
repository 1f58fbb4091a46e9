import { readFileSync } from 'node:fs';
import { type GridAxis, type NameSetting, reasonOf, StudyError } from '@reluctant/study';
import { readFlag } from './read-flag.js';
import { readGrid } from './read-grid.js';
import { settingFlags } from './setting-flags.js';

/** Settings as they were given, unchecked, and how to name them. */
export interface GivenSettings {
  readonly input: Readonly<Record<string, unknown>>;
  /** Settings to vary. */
  readonly grid: readonly GridAxis[];
  readonly nameSetting: NameSetting;
}

/**
 * The settings of a study from flags and, below them, a YAML file.
 *
 * @param flags - texts of the flags given, by name; `grid` as a list of texts
 * @param file - path of a YAML file, its keys as the flags without dashes; `grid` is a map from settings to lists
 * @throws StudyError (usage) naming the flag or the file and its key
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
  return {
    input: { ...fromFile, ...fromFlags },
    grid: flags.grid === undefined ? gridOfFile(fileGrid, file) : readGrid(flags.grid),
    nameSetting: (setting) =>
      file !== undefined && setting in fromFile && !(setting in fromFlags) ? `${setting} in ${file}` : `--${setting}`,
  };
}

function gridOfFile(grid: unknown, file: string | undefined): GridAxis[] {
  if (grid === undefined) return [];
  const axes = typeof grid === 'object' && grid !== null ? Object.entries(grid) : [];
  if (axes.length === 0 || !axes.every(([, values]) => Array.isArray(values))) {
    throw new StudyError(`grid in ${file} must map settings to lists of values, such as "bottleneck: [4, 16]"`);
  }
  return axes.map(([setting, values]) => ({ setting, values: values as unknown[] }));
}

async function readYaml(file: string): Promise<Readonly<Record<string, unknown>>> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new StudyError(`cannot read --config ${file}: ${reasonOf(error)}`, 'usage', { cause: error });
  }
  const { parse } = await import('yaml');
  try {
    const value: unknown = parse(text, { maxAliasCount: 100 });
    if (value === null) return {};
    if (typeof value === 'object' && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  } catch (error) {
    const [first] = reasonOf(error).split('\n');
    throw new StudyError(`--config ${file} is not YAML: ${first?.replace(/:$/, '')}`, 'usage', { cause: error });
  }
  throw new StudyError(`--config ${file} must hold settings by name, such as "epochs: 10"`);
}
