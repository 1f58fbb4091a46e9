import type { FinishedPart, StudyPreset } from '@reluctant/study';

/** A question with the studies that answer it: settings that a user's settings override. */
export interface Preset extends StudyPreset {
  /** The question, in one sentence. */
  readonly question: string;
  /** Limits of the answer, printed with the results and in the findings. */
  readonly limits?: string;
  /** How to read the answer. */
  readonly caveats: readonly string[];
  /** Writes the answer from the summaries, as paragraphs. */
  readonly answer: (parts: readonly FinishedPart[]) => readonly string[];
}
