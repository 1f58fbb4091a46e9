import { dequal } from 'dequal/lite';
import type { StudyConfig } from './study-config.js';

/** The first thing in which two configurations differ. */
export interface StudyDifference {
  readonly setting: string;
  readonly there: string;
  readonly here: string;
}

/**
 * Compares two configurations as plain JSON; undefined if they are the same study.
 *
 * @param there - as read from a file, any JSON object
 */
export function studyDifference(
  there: Readonly<Record<string, unknown>>,
  here: StudyConfig,
): StudyDifference | undefined {
  const own = JSON.parse(JSON.stringify(here)) as Record<string, unknown>;
  for (const setting of new Set([...Object.keys(own), ...Object.keys(there)])) {
    if (!dequal(there[setting], own[setting])) return differenceAt(setting, there[setting], own[setting]);
  }
  return undefined;
}

/** The innermost setting that differs: of two objects with the same kind, one of their keys. */
function differenceAt(setting: string, there: unknown, here: unknown): StudyDifference {
  if (isPlainObject(there) && isPlainObject(here) && setting !== 'engines') {
    for (const key of new Set([...Object.keys(here), ...Object.keys(there)])) {
      if (!dequal(there[key], here[key])) return differenceAt(`${setting}.${key}`, there[key], here[key]);
    }
  }
  return { setting, there: show(there), here: show(here) };
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}
