import { readFileSync } from 'node:fs';
import { parseStudySettings, reasonOf, StudyError, type StudySettings } from '@reluctant/study';
import { readFlag } from './read-flag.js';
import { settingFlags } from './setting-flags.js';

/**
 * The settings of a study from flags and, below them, a YAML file.
 *
 * @param flags - texts of the flags given, by name
 * @param file - path of a YAML file, its keys as the flags without dashes
 * @throws StudyError (usage) naming the flag or the file and its key
 */
export async function readSettings(
  flags: Readonly<Record<string, unknown>>,
  file: string | undefined,
): Promise<StudySettings> {
  const fromFlags: Record<string, unknown> = {};
  for (const flag of settingFlags) {
    const text = flags[flag.setting];
    if (typeof text === 'string') fromFlags[flag.setting] = readFlag(flag, text);
  }
  const fromFile = file === undefined ? {} : await readYaml(file);
  return parseStudySettings({ ...fromFile, ...fromFlags }, (setting) =>
    file !== undefined && setting in fromFile && !(setting in fromFlags) ? `${setting} in ${file}` : `--${setting}`,
  );
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
