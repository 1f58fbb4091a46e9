import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  comparableStudy,
  compareStudies,
  type StudiesComparison,
  type StudyPlan,
  type StudyPreset,
} from '@reluctant/study';
import { writeJson, writeWhole } from '../directory/write-whole.js';
import type { FinishedStudy } from './finished-study.js';

/** What a plan found: what a writer of findings writes about. */
export interface PlanResults<Preset extends StudyPreset = StudyPreset> {
  /** Undefined for settings of a user's own. */
  readonly preset: Preset | undefined;
  /** One study, or the studies of a sweep. */
  readonly parts: readonly FinishedStudy[];
  /** What differs between the studies of a sweep. */
  readonly between: StudiesComparison | undefined;
}

/** Writes the text of `findings.md`: `findings` of `@reluctant/presets` is one. */
export type WriteFindings<Preset extends StudyPreset = StudyPreset> = (results: PlanResults<Preset>) => string;

/**
 * Compares the studies of a sweep and writes `comparison.json` and `findings.md`, unless they are there and nothing new was done.
 *
 * @returns what differs between the studies, and the path of the findings
 */
export function reportPlan<Preset extends StudyPreset>(
  out: string,
  plan: StudyPlan<Preset>,
  parts: readonly FinishedStudy[],
  findings: WriteFindings<Preset>,
): { readonly between: StudiesComparison | undefined; readonly findings: string } {
  const between = parts.length < 2 ? undefined : compareStudies(parts.map(comparableStudy));
  const path = join(out, 'findings.md');
  if (existsSync(path) && parts.every(({ before }) => before)) return { between, findings: path };
  if (between !== undefined) writeJson(join(out, 'comparison.json'), between);
  writeWhole(path, findings({ preset: plan.preset, parts, between }));
  return { between, findings: path };
}
