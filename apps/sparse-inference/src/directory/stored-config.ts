import { parseStudySettings, type ResolvedStudy, resolveStudy, settingNames } from '@reluctant/study';
import * as z from 'zod';
import { readJson } from './read-json.js';

const configSchema = z.record(z.string(), z.unknown());

/**
 * The study behind a `config.json`, of this program or of `reluctant run`: a resolved configuration is one in which nothing is left
 * to decide, so it can be read as settings again.
 *
 * @throws StudyError when there is none, it is damaged, or this version does not understand it
 */
export async function readStoredConfig(path: string): Promise<ResolvedStudy> {
  const stored = readJson(path, configSchema, 'it tells which data and which strategy belong to a checkpoint');
  const settings = Object.fromEntries(settingNames.map((name) => [name, stored[name]]));
  return resolveStudy(parseStudySettings(settings, (setting) => `${setting} in ${path}`));
}
