import { presets } from '@reluctant/presets';
import { parseStudySettings, type ResolvedStudy, resolveStudy, settingsOfConfig } from '@reluctant/study';
import * as z from 'zod';
import { readJson } from './read-json.js';

const configSchema = z.record(z.string(), z.unknown());

/**
 * The study behind a `config.json`, of this program or of `reluctant run`.
 *
 * @throws StudyError when there is none, it is damaged, or this version does not understand it
 */
export async function readStoredConfig(path: string): Promise<ResolvedStudy> {
  const stored = readJson(path, configSchema, 'it tells which data and which strategy belong to a checkpoint');
  const nameSetting = (setting: string) => `${setting} in ${path}`;
  return resolveStudy(parseStudySettings(settingsOfConfig(stored), { nameSetting, presets }));
}
