import { parseStudyConfig, type StudyConfig } from '@reluctant/study';
import * as z from 'zod';
import { readJson } from './read-json.js';
import { refuseTable } from './table-config.js';

/**
 * Reads the configuration in a `config.json` of this program or of `reluctant run`.
 *
 * @throws ReluctantError when the file is missing, damaged, or of another version
 */
export function readStoredConfig(path: string): StudyConfig {
  const missing = 'it tells which data and which strategy belong to a checkpoint';
  const content = readJson(path, z.unknown(), missing);
  refuseTable(path, content);
  return parseStudyConfig(content, path);
}
