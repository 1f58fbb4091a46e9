import type { FinishedPart, StudyPreset } from '@reluctant/study';

/** A question with the studies that answer it: settings below those that a user gives. */
export interface Preset extends StudyPreset {
  /** What is asked, in one sentence. */
  readonly question: string;
  /** What the answer must not be taken for, in plain words: printed with the results and kept in the findings. */
  readonly limits?: string;
  /** How to read the answer. */
  readonly caveats: readonly string[];
  /** The answer in plain words, a paragraph each, computed from the numbers. */
  readonly answer: (parts: readonly FinishedPart[]) => readonly string[];
}
