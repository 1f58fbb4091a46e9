import { withOptionNames } from '@reluctant/command-line';
import { type NameOption, option, printable, ReluctantError, sentence } from '@reluctant/errors';
import { readRequest, type StoredRequest } from '@reluctant/runner';
import type { PlanRequest } from '@reluctant/study';
import { type ConfigFile, readConfigFile } from './read-config-file.js';
import { readFlag } from './read-flag.js';
import { readGrid } from './read-grid.js';
import { settingFlags } from './setting-flags.js';

/** Flags of `reluctant run` that settings come from; settings of the study are texts under their names. */
export interface SettingSources extends Readonly<Record<string, unknown>> {
  readonly config?: string;
  readonly out?: string;
  readonly grid?: readonly string[];
  readonly wide?: boolean;
  readonly resume?: boolean;
  readonly plots?: boolean;
  readonly font?: readonly string[];
}

/** The given settings, unchecked, with their names in messages. */
export interface GivenSettings {
  readonly request: PlanRequest;
  /** The directory to write to, if it is given. */
  readonly out: string | undefined;
  readonly plots: boolean;
  /** Paths of fonts for characters that DejaVu Sans lacks, from the working directory. */
  readonly fonts: readonly string[];
  /** URL against which paths of activation modules are resolved. Undefined: the working directory. */
  readonly base: string | undefined;
  /** Names a setting by its source: a flag, a key of the file, or the directory that is resumed. */
  readonly nameOption: NameOption;
}

/**
 * Reads what is to be run: flags override the file of `--config`, which overrides what the directory of a `--resume`
 * was asked for.
 *
 * @throws ReluctantError (usage) naming the flag or the file and its key
 */
export async function readSettings(flags: SettingSources): Promise<GivenSettings> {
  const fromFlags: Record<string, unknown> = {};
  for (const flag of settingFlags) {
    const text = flags[flag.setting];
    if (typeof text === 'string') fromFlags[flag.setting] = readFlag(flag, text);
  }
  const grid = flags.grid === undefined ? undefined : readGrid(flags.grid);
  const file = flags.config === undefined ? undefined : await readNamed(flags.config);
  const resume = flags.resume === true;
  const out = flags.out ?? file?.out ?? (resume ? file?.directory : undefined);
  const stored = resume && out !== undefined ? readRequest(out) : undefined;
  const asked = file !== undefined || grid !== undefined || Object.keys(fromFlags).some((key) => !continuing.has(key));
  if (resume && out !== undefined && stored === undefined && !asked) throw nothingStored(out);
  return {
    request: {
      settings: { ...stored?.settings, ...file?.settings, ...fromFlags },
      grid: grid ?? given(file?.grid) ?? stored?.grid ?? [],
      wide: flags.wide ?? file?.wide ?? stored?.wide ?? false,
    },
    out,
    plots: flags.plots ?? file?.plots ?? false,
    fonts: [flags.font ?? file?.font ?? []].flat(),
    base: file?.base ?? stored?.base,
    nameOption: nameBySource(fromFlags, file, flags.config, stored, out),
  };
}

/**
 * Settings with which a finished study grows or is compared anew. Without others, a directory that holds no study is a
 * mistyped one, in which the default study would be trained.
 */
const continuing = new Set(['n_runs', 'data_seeds', 'n_workers', 'margin', 'baseline', 'compare_by']);

function given<Item>(list: readonly Item[] | undefined): readonly Item[] | undefined {
  return list?.length === 0 ? undefined : list;
}

async function readNamed(path: string): Promise<ConfigFile> {
  try {
    return await readConfigFile(path);
  } catch (error) {
    throw withOptionNames(error, ([setting]) => `${setting} in ${path}`);
  }
}

function nothingStored(out: string): ReluctantError {
  const said = sentence`${printable(out, Number.POSITIVE_INFINITY)} holds no study to continue: give the settings of the study, or another directory with ${option('out')}`;
  return new ReluctantError('invalid-option', said, { path: ['out'] });
}

function nameBySource(
  fromFlags: Readonly<Record<string, unknown>>,
  file: ConfigFile | undefined,
  path: string | undefined,
  stored: StoredRequest | undefined,
  out: string | undefined,
): NameOption {
  const fromFile = file?.settings ?? {};
  const isSetting = (key: unknown): boolean => settingFlags.some(({ setting }) => setting === key);
  const misspelt = Object.keys(fromFile).some((key) => !isSetting(key));
  return ([setting = '']) => {
    if (setting in fromFlags) return `--${setting}`;
    // If the file has an unknown key, a setting is one that is suggested for it and has no prefix.
    if (setting in fromFile && !(misspelt && isSetting(setting))) return `${setting} in ${path}`;
    if (misspelt) return String(setting);
    return setting in (stored?.settings ?? {}) ? `${setting} in ${out}` : `--${setting}`;
  };
}
