import { existsSync } from 'node:fs';
import { readResult, resultPath } from './result-file.js';

/** What `pnpm chaos` found; stored as tooling/benchmarks/results/chaos.json. */
export interface ChaosResult {
  readonly command: string;
  readonly rows: readonly ChaosRow[];
}

/** Trials of one kind. */
export interface ChaosRow {
  readonly kind: string;
  /** What was done, in Markdown. */
  readonly title: string;
  readonly seed: number;
  readonly trials: number;
  /** Trials that ended in the bytes of an undisturbed study, by themselves or by the command that continues. */
  readonly same: number;
  /** Trials whose command ended in one sentence, and in the same bytes once the cause was mended. */
  readonly sentence: number;
  /** One text for each trial that ended otherwise. */
  readonly failures: readonly string[];
  /** Why the system did not allow the trials. */
  readonly skipped?: string;
  readonly commit: string;
  readonly date: string;
  readonly node: string;
}

/** The stored rows; none before the first trials. */
export function readChaos(): readonly ChaosRow[] {
  return existsSync(resultPath('chaos')) ? readResult<ChaosResult>('chaos').rows : [];
}
