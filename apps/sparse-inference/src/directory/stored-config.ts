import { parseStudyConfig, type StudyConfig } from '@reluctant/study';
import * as z from 'zod';
import { readJson } from './read-json.js';

/**
 * The configuration in a `config.json`, of this program or of `reluctant run`.
 *
 * @throws ReluctantError when there is none, it is damaged, or of another version
 */
export function readStoredConfig(path: string): StudyConfig {
  const missing = 'it tells which data and which strategy belong to a checkpoint';
  return parseStudyConfig(readJson(path, z.unknown(), missing), path);
}
