import { RandomState } from '@reluctant/random';
import { Ground } from './ground.js';
import type { Ending, TrialKind } from './trial.js';
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
 * @param tell - called after each trial
 */
export async function runTrials(
  kind: TrialKind,
  count: number,
  seed: number,
  tell: (text: string) => void = () => undefined,
): Promise<TrialCounts> {
  const trials = kind.trials(count);
  const endings: Ending[] = [];
  const failures: string[] = [];
  for (const [index, trial] of trials.entries()) {
    const ground = new Ground(new RandomState(seed + index));
    const name = `${kind.name} ${index + 1} of ${trials.length}, seed ${seed + index}: ${trial.name}`;
    try {
      const ending = await trial.run(ground);
      endings.push(ending);
      tell(`${name}: ${ending}`);
    } catch (error) {
      if (!(error instanceof TrialFailure)) throw error;
      failures.push(`${name}: ${error.message}`);
      tell(`${name}: FAILED: ${error.message}`);
    } finally {
      ground.clear();
    }
  }
  const numberOf = (ending: Ending): number => endings.filter((one) => one === ending).length;
  return { trials: trials.length, same: numberOf('same'), sentence: numberOf('sentence'), failures };
}
