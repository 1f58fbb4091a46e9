import { createHash } from 'node:crypto';
import { parseStudySettings } from './parse-study-settings.js';
import { resolveMargin } from './resolve-margin.js';
import { resolveSizes } from './resolve-sizes.js';
import type { StudySettings } from './study-settings.js';

/**
 * A name that follows from the settings: the preset's for its untouched settings (`post` for the defaults), else the preset's or
 * `study`, and eight hexadecimal digits of a SHA-256. Equal settings have equal names, other settings have others; `n_workers`
 * does not count.
 */
export function studyName(settings: StudySettings): string {
  const preset = settings.preset ?? 'post';
  if (canonicalSettings(settings) === canonicalSettings(parseStudySettings({ preset }))) return preset;
  return `${settings.preset ?? 'study'}-${shortHash(canonicalSettings(settings))}`;
}

/** Settings as a text that is equal for equal studies. The defaults are the preset `post`, named or not. */
export function canonicalSettings({ n_workers: _, ...settings }: StudySettings): string {
  const named: Readonly<Record<string, unknown>> = {
    ...settings,
    ...resolveSizes(settings),
    margin: resolveMargin(settings),
    preset: settings.preset ?? 'post',
  };
  return JSON.stringify(
    Object.keys(named)
      .sort()
      .map((key) => [key, named[key]]),
  );
}

/** Eight hexadecimal digits of a SHA-256. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
