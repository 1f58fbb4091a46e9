import type { LearningRateSchedule, ResolvedStrategy } from '@reluctant/trainer';
import type { StudySettings } from './study-settings.js';

/** Which engine trains a strategy, and which build of it: part of what makes results equal to the bit. */
export interface EngineBuild {
  /** `wasm` or `tfjs`. */
  readonly engine: string;
  /** Backend and module build, e.g. `simd`, `tfjs-wasm`. */
  readonly build: string;
}

/**
 * A study with nothing left to decide: what `config.json` holds. Settings that cannot change results (workers, output) are
 * not part of it. Two studies are the same iff these agree, the wished-for `engine` aside: what counts is the one taken.
 */
export interface StudyConfig
  extends Omit<
    StudySettings,
    'n_workers' | 'strategies' | 'lr_schedule' | 'n_informative' | 'n_redundant' | 'baseline' | 'margin'
  > {
  /** Version of this format. */
  readonly version: 1;
  readonly n_informative: number;
  readonly n_redundant: number;
  readonly lr_schedule: LearningRateSchedule;
  /** Names are unique. */
  readonly strategies: readonly ResolvedStrategy[];
  /** Name of the strategy that the others are compared with. */
  readonly baseline: string;
  /** The largest difference in `compare_by` that does not matter. */
  readonly margin: number;
  /** By strategy name. */
  readonly engines: Readonly<Record<string, EngineBuild>>;
}

/** Version of {@link StudyConfig} that this code writes and reads. */
export const configVersion = 1;
