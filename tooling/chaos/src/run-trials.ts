import { RandomState } from '@reluctant/random';
import { Ground } from './ground.js';
import type { TrialKind } from './trial.js';
import { TrialFailure } from './trial-failure.js';

/** Counts of the trials of one kind. */
export interface TrialCounts {
  readonly trials: number;
  readonly same: number;
  readonly sentence: number;
  /** What went wrong, one text for each failed trial. */
  readonly failures: readonly string[];
}

/**
 * Runs trials of a kind one after another.
 *
 * @param seed - trial i draws its moments from seed + i
 * @param tell - called after each trial, with the counts so far
 */
export async function runTrials(
  kind: TrialKind,
  count: number,
  seed: number,
  tell: (text: string, counts: TrialCounts) => void = () => undefined,
): Promise<TrialCounts> {
  const trials = kind.trials(count);
  let counts: TrialCounts = { trials: 0, same: 0, sentence: 0, failures: [] };
  for (const [index, trial] of trials.entries()) {
    const ground = new Ground(new RandomState(seed + index));
    const name = `${kind.name} ${index + 1} of ${trials.length}, seed ${seed + index}: ${trial.name}`;
    counts = { ...counts, trials: counts.trials + 1 };
    try {
      const ending = await trial.run(ground);
      counts = { ...counts, [ending]: counts[ending] + 1 };
      tell(`${name}: ${ending}`, counts);
    } catch (error) {
      if (!(error instanceof TrialFailure)) throw error;
      counts = { ...counts, failures: [...counts.failures, `${name}: ${error.message}`] };
      tell(`${name}: FAILED: ${error.message}`, counts);
    } finally {
      ground.clear();
    }
  }
  return counts;
}
