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
    if (dequal(there[setting], own[setting])) continue;
    return { setting, there: show(there[setting]), here: show(own[setting]) };
  }
  return undefined;
}

function show(value: unknown): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}
