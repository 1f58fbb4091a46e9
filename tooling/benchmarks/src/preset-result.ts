import type { ClaimLedger, ClaimRecord, StudySummary } from '@reluctant/study';
import type { Machine } from './machine.js';

/** What `pnpm bench:presets <name>` found; stored as tooling/benchmarks/results/preset-<name>.json. */
export interface PresetResult {
  readonly machine: Machine;
  /** The command that measured it. */
  readonly command: string;
  /** Seconds from start to end of the studies; other programs may have run at the same time. */
  readonly seconds: number;
  readonly parts: readonly { readonly label: string; readonly summary: StudySummary }[];
  /** Of presets with claims, without the single combinations. */
  readonly ledger?: StoredLedger;
}

/** A ledger without the single combinations of its claims, which are in `claims.json` of the run directory. */
export interface StoredLedger extends Omit<ClaimLedger, 'claims'> {
  readonly claims: readonly Omit<ClaimRecord, 'cells'>[];
}
