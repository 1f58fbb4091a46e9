import type { Ground } from './ground.js';

/** How a trial ended that did not fail. */
export type Ending =
  /** The disturbed command, or the command that continues it, ended in the bytes of an undisturbed study. */
  | 'same'
  /** The disturbed command ended in one sentence; once the cause was mended, the study ended in the same bytes. */
  | 'sentence';

/** One disturbance of one command. */
export interface Trial {
  /** What is disturbed and how, for messages. */
  readonly name: string;
  /** @throws TrialFailure when it ends in neither way, or leaves something behind */
  readonly run: (ground: Ground) => Promise<Ending>;
}

/** Trials of a kind: a row of the table. */
export interface TrialKind {
  readonly name: string;
  readonly title: string;
  /** Number of trials by default. */
  readonly usual: number;
  /** The trials. Where the kind is a list, more than its length repeats it. */
  readonly trials: (count: number) => readonly Trial[];
  /** Why this system does not allow the kind; undefined if it does. */
  readonly impossible?: () => string | undefined;
}
