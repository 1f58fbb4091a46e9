import type { ClaimSet } from '../claims/claim.js';
import type { StudySettings } from '../config/study-settings.js';
import type { StudySummary } from '../summary/study-summary.js';

/** One study of a plan that is done. */
export interface FinishedPart {
  /** Folder of the part; empty if the plan is a single study. */
  readonly name: string;
  /** For people, e.g. `bottleneck = 16`; empty if the plan is a single study. */
  readonly label: string;
  readonly summary: StudySummary;
}

/** A question with the studies that answer it: settings below those that a user gives. */
export interface Preset {
  readonly name: string;
  /** What is asked, in one sentence. */
  readonly question: string;
  /** Settings that are not the defaults. */
  readonly settings: Partial<StudySettings>;
  /** Settings that are varied: one study for each combination of values. */
  readonly grid?: Readonly<Record<string, readonly unknown[]>>;
  /** Studies by the name of their folder, each with settings of its own, multiplied by `grid`. Default: one study. */
  readonly parts?: Readonly<Record<string, Partial<StudySettings>>>;
  /** Claims that the runs are held against; their ledger becomes `claims.json` and the answer. */
  readonly claims?: ClaimSet;
  /** What `--wide` changes in a second study beside the first. */
  readonly wide?: Partial<StudySettings>;
  /** What the answer must not be taken for, in plain words: printed with the results and kept in the findings. */
  readonly limits?: string;
  /** How to read the answer. */
  readonly caveats: readonly string[];
  /** The answer in plain words, a paragraph each, computed from the numbers. */
  readonly answer: (parts: readonly FinishedPart[]) => readonly string[];
}
