import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateClaims } from '../claims/evaluate-claims.js';
import { comparableStudy } from '../compare/comparable-study.js';
import { compareStudies, type StudiesComparison } from '../compare/compare-studies.js';
import { describeBetween } from '../compare/describe-between.js';
import { writeJson, writeWhole } from '../directory/write-whole.js';
import { describeLedger } from '../findings/describe-ledger.js';
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
  const answer = claimsAnswer(out, plan, parts);
  writeWhole(path, findings({ preset: plan.preset, parts, across, ...(answer && { answer }) }));
  return { between, findings: path };
}

/** Holds the runs against the preset's claims, writes `claims.json`, and says what came of it. */
function claimsAnswer(
  out: string,
  { preset }: StudyPlan,
  parts: readonly FinishedStudy[],
): readonly string[] | undefined {
  if (preset?.claims === undefined) return undefined;
  const studies = parts.map((part) => ({ config: part.summary.config, rows: part.rows, tests: part.tests }));
  const ledger = evaluateClaims(preset.claims, studies);
  writeJson(join(out, 'claims.json'), ledger);
  return describeLedger(ledger);
}
