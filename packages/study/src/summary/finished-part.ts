import type { StudySummary } from './study-summary.js';

/** One study of a plan that is done. */
export interface FinishedPart {
  /** Folder of the part; empty if the plan is a single study. */
  readonly name: string;
  /** For people, e.g. `bottleneck = 16`; empty if the plan is a single study. */
  readonly label: string;
  readonly summary: StudySummary;
}
