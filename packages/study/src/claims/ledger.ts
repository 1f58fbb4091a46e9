import type { Claim, Levels, OpenChoice } from './claim.js';

/** Verdict of a claim in one combination of open choices. */
export type ClaimVerdict = 'holds' | 'fails' | 'undecided';

/** A claim in one combination of open choices. */
export interface ClaimCell {
  readonly levels: Levels;
  readonly verdict: ClaimVerdict;
  /** Runs that were tested. */
  readonly runs: number;
  readonly estimate: number | null;
  readonly p_holds: number;
  readonly p_fails: number;
}

/** Number of combinations by verdict. */
export type VerdictCounts = Readonly<Record<ClaimVerdict, number>>;

/** The verdicts of a claim at each level of one open choice. */
export interface ChoiceEffect {
  readonly choice: OpenChoice;
  readonly levels: readonly { readonly level: string | number; readonly counts: VerdictCounts }[];
  /** Largest difference between levels in the share of combinations that hold, or that fail. */
  readonly spread: number;
}

/** A claim over all combinations. */
export interface ClaimRecord {
  readonly id: string;
  readonly source: Claim['source'];
  readonly said: string;
  readonly statement: string;
  readonly bottleneck: number;
  /** p-values are compared with alpha divided by this: the number of claims of its source at its width. */
  readonly corrected_by: number;
  readonly counts: VerdictCounts;
  /**
   * `holds` or `fails` in nine combinations of ten or more; `depends` where an open choice changes the share of either
   * by one half or more; `undecided` where most combinations are undecided; otherwise `mixed`.
   */
  readonly verdict: ClaimVerdict | 'depends' | 'mixed';
  /** The open choices that it depends on, the strongest first. */
  readonly depends_on: readonly OpenChoice[];
  readonly choices: readonly ChoiceEffect[];
  /** Smallest, median and largest estimate over the combinations. */
  readonly estimates: readonly [number | null, number | null, number | null];
  readonly cells: readonly ClaimCell[];
}

/** All claims: what `claims.json` holds. */
export interface ClaimLedger {
  readonly version: 1;
  readonly alpha: number;
  /** Runs in a combination: the fewest and the most; studies may differ. */
  readonly runs_per_data_set: readonly [number, number];
  readonly claims: readonly ClaimRecord[];
  /** Mean losses of the roles that every width has, lowest first, over all combinations. */
  readonly orders: readonly LossOrder[];
}

/** Roles by their mean loss. */
export interface LossOrder {
  readonly bottleneck: number;
  readonly quantity: 'train_loss' | 'val_loss';
  readonly order: readonly { readonly role: string; readonly mean: number }[];
}
