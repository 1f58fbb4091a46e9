import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseWith } from '@reluctant/errors';
import { presets } from '@reluctant/presets';
import { jsonOf, requestOf, type StoredRequest } from '@reluctant/runner';
import type { GridAxis, PlanRequest } from '@reluctant/study';
import { type CommandSettings, commandSettings, commandSettingsSchema } from './command-settings.js';
import { readConfigText, readYaml } from './read-yaml.js';

/** The content of the file of `--config`. */
export interface ConfigFile extends Omit<CommandSettings, 'grid'> {
  /** Settings of the study by name, unchecked. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly grid: readonly GridAxis[];
  /** URL against which paths of activation modules are resolved. */
  readonly base?: string | undefined;
  /** The run directory that the file describes; undefined for a file that a user wrote. */
  readonly directory?: string;
}

/**
 * Reads a file of settings in YAML or JSON, or the `config.json` or `sweep.json` of a run directory.
 *
 * @throws ReluctantError (usage) naming the file and its key
 */
export async function readConfigFile(file: string): Promise<ConfigFile> {
  const text = readConfigText(file);
  const stored = requestOf(jsonOf(text), file);
  if (stored !== undefined) return { ...ofOneStudy(stored), directory: dirname(file) };
  const content = Object.entries(await readYaml(file, text));
  const { grid = {}, ...command } = parseWith(
    commandSettingsSchema,
    Object.fromEntries(content.filter(([key]) => commandSettings.has(key))),
    { owner: '' },
  );
  return {
    ...command,
    settings: Object.fromEntries(content.filter(([key]) => !commandSettings.has(key))),
    grid: Object.entries(grid).map(([setting, values]) => ({ setting, values })),
    base: pathToFileURL(`${resolve(dirname(file))}/`).href,
  };
}

/** One study of a preset that has several is a study of its own: the question of the preset is asked of all of them. */
function ofOneStudy({ of, ...request }: StoredRequest): PlanRequest {
  const { preset, ...settings } = request.settings;
  const several = Object.values(presets).some(({ name, parts }) => name === preset && parts !== undefined);
  return several && of === 'study' ? { ...request, settings } : request;
}
