import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateClaims } from '../claims/evaluate-claims.js';
import type { ClaimLedger } from '../claims/ledger.js';
import { comparableStudy } from '../compare/comparable-study.js';
import { compareStudies, type StudiesComparison } from '../compare/compare-studies.js';
import { describeBetween } from '../compare/describe-between.js';
import { writeJson, writeWhole } from '../directory/write-whole.js';
import { describeLedger } from '../findings/describe-ledger.js';
import { findings } from '../findings/findings.js';
import type { FinishedStudy } from './finished-study.js';
import type { StudyPlan } from './study-plan.js';

/** What a plan found, over all of its studies. */
export interface PlanReport {
  /** What differs between the studies of a sweep. */
  readonly between: StudiesComparison | undefined;
  /** Verdicts on the preset's claims, if it has any. */
  readonly claims: ClaimLedger | undefined;
  /** Path of the findings. */
  readonly findings: string;
}

/**
 * Compares the studies of a sweep, holds them against the preset's claims, and writes `comparison.json`, `claims.json` and
 * `findings.md`, unless they are there and nothing new was done.
 */
export function reportPlan(out: string, plan: StudyPlan, parts: readonly FinishedStudy[]): PlanReport {
  const between = parts.length < 2 ? undefined : compareStudies(parts.map(comparableStudy));
  const claims = ledgerOf(plan, parts);
  const path = join(out, 'findings.md');
  if (existsSync(path) && parts.every(({ before }) => before)) return { between, claims, findings: path };
  if (claims !== undefined) writeJson(join(out, 'claims.json'), claims);
  if (between !== undefined) writeJson(join(out, 'comparison.json'), between);
  const across = between === undefined ? [] : describeBetween(between);
  const answer = claims === undefined ? {} : { answer: describeLedger(claims) };
  writeWhole(path, findings({ preset: plan.preset, parts, across, ...answer }));
  return { between, claims, findings: path };
}

function ledgerOf({ preset }: StudyPlan, parts: readonly FinishedStudy[]): ClaimLedger | undefined {
  if (preset?.claims === undefined) return undefined;
  return evaluateClaims(
    preset.claims,
    parts.map((part) => ({ config: part.summary.config, rows: part.rows, tests: part.tests })),
  );
}
