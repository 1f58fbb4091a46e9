import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { comparableStudy } from '../compare/comparable-study.js';
import { compareStudies, type StudiesComparison } from '../compare/compare-studies.js';
import { describeBetween } from '../compare/describe-between.js';
import { writeJson, writeWhole } from '../directory/write-whole.js';
import { findings } from '../findings/findings.js';
import type { FinishedStudy } from './finished-study.js';
import type { StudyPlan } from './study-plan.js';

/**
 * Compares the studies of a sweep and writes `comparison.json` and `findings.md`, unless they are there and nothing new was done.
 *
 * @returns what differs between the studies, and the path of the findings
 */
export function reportPlan(
  out: string,
  plan: StudyPlan,
  parts: readonly FinishedStudy[],
): { readonly between: StudiesComparison | undefined; readonly findings: string } {
  const between = parts.length < 2 ? undefined : compareStudies(parts.map(comparableStudy));
  const path = join(out, 'findings.md');
  if (existsSync(path) && parts.every(({ before }) => before)) return { between, findings: path };
  if (between !== undefined) writeJson(join(out, 'comparison.json'), between);
  const across = between === undefined ? [] : describeBetween(between);
  writeWhole(path, findings({ preset: plan.preset, parts, across }));
  return { between, findings: path };
}
