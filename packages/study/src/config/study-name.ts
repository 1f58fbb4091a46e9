import { createHash } from 'node:crypto';
import { parseStudySettings } from './parse-study-settings.js';
import { resolveSizes } from './resolve-sizes.js';
import type { StudySettings } from './study-settings.js';

/**
 * A name that follows from the settings: `post` for the untouched defaults, else `study-` and eight hexadecimal digits of a
 * SHA-256. Equal settings have equal names, other settings have others; `n_workers` does not count.
 */
export function studyName(settings: StudySettings): string {
  const own = canonical(settings);
  if (own === canonical(parseStudySettings({}))) return 'post';
  return `study-${createHash('sha256').update(own).digest('hex').slice(0, 8)}`;
}

function canonical({ n_workers: _, ...settings }: StudySettings): string {
  const named: Readonly<Record<string, unknown>> = { ...settings, ...resolveSizes(settings) };
  return JSON.stringify(
    Object.keys(named)
      .sort()
      .map((key) => [key, named[key]]),
  );
}
