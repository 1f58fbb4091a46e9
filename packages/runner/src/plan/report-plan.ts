import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ClaimLedger,
  comparableStudy,
  compareStudies,
  evaluateClaims,
  type StudiesComparison,
  type StudyPlan,
  type StudyPreset,
} from '@reluctant/study';
import { jsonText, writeWhole } from '../directory/write-whole.js';
import type { FinishedStudy } from './finished-study.js';

/** Results of a plan: the input of the findings. */
export interface PlanResults<Preset extends StudyPreset = StudyPreset> {
  /** Undefined for settings without a preset. */
  readonly preset: Preset | undefined;
  /** One study, or the studies of a sweep. */
  readonly parts: readonly FinishedStudy[];
  /** Comparison between the studies of a sweep. */
  readonly between: StudiesComparison | undefined;
  /** Verdicts on the claims of the preset; undefined if it declares none. */
  readonly claims: ClaimLedger | undefined;
}

/** Writes the text of `findings.md`: `findings` of `@reluctant/presets` is one. */
export type WriteFindings<Preset extends StudyPreset = StudyPreset> = (results: PlanResults<Preset>) => string;

/** Results of a plan over all of its studies. */
export interface PlanReport extends Pick<PlanResults, 'between' | 'claims'> {
  /** Path of the findings. */
  readonly findings: string;
}

/**
 * Compares the studies of a sweep, tests the preset's claims on them, and writes `comparison.json`, `claims.json` and
 * `findings.md`, unless they exist and nothing new was run.
 *
 * @param again - true to write them again where their content differs, as when they are damaged
 */
export function reportPlan<Preset extends StudyPreset>(
  out: string,
  { preset }: StudyPlan<Preset>,
  parts: readonly FinishedStudy[],
  findings: WriteFindings<Preset>,
  again: boolean,
): PlanReport {
  const between = parts.length < 2 ? undefined : compareStudies(parts.map(comparableStudy), { declaredTogether: true });
  const claims = ledgerOf(preset, parts);
  const path = join(out, 'findings.md');
  if (!again && existsSync(path) && parts.every(({ before }) => before)) return { between, claims, findings: path };
  if (claims !== undefined) writeChanged(join(out, 'claims.json'), jsonText(claims));
  if (between !== undefined) writeChanged(join(out, 'comparison.json'), jsonText(between));
  writeChanged(path, findings({ preset, parts, between, claims }));
  return { between, claims, findings: path };
}

/** A file that is as it should be is left alone: its directory may be read-only. */
function writeChanged(path: string, text: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeWhole(path, text);
}

function ledgerOf(preset: StudyPreset | undefined, parts: readonly FinishedStudy[]): ClaimLedger | undefined {
  if (preset?.claims === undefined) return undefined;
  return evaluateClaims(
    preset.claims,
    parts.map((part) => ({ config: part.summary.config, rows: part.rows, tests: part.tests })),
  );
}
