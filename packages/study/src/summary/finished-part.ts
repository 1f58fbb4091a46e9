import type { StudySummary } from './study-summary.js';

/** One finished study of a plan. */
export interface FinishedPart {
  /** Folder of the part; empty if the plan is a single study. */
  readonly name: string;
  /** Label for display, e.g. `bottleneck = 16`; empty if the plan is a single study. */
  readonly label: string;
  readonly summary: StudySummary;
}
