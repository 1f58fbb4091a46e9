import { ReluctantError } from '@reluctant/errors';
import type { Hyperparameters } from '../learning/hyperparameters.js';
import { bracketOf, bracketSizes } from './bracket.js';
import { type ChosenBy, type Contender, Contenders } from './contenders.js';
import { drawHyperparameters, type FixedHyperparameters } from './draw-hyperparameters.js';
import { runTrial, type TrialContext, workOf } from './run-trial.js';
import type { SearchLimit } from './search-limit.js';
import type { Trial } from './trial.js';

/** What a search needs. The rules hold the epochs of the longest training. */
export interface SearchPlan extends TrialContext {
  readonly defaults: Hyperparameters;
  readonly fixed: FixedHyperparameters;
  readonly seed: number;
  readonly choose: ChosenBy;
  readonly limit: SearchLimit;
  /** Is told each trial when it has ended, with what is left. */
  readonly onTrial: (trial: Trial, left: string) => void;
}

/** What a search found. */
export interface SearchResult {
  readonly trials: readonly Trial[];
  /** The trial whose net is deployed: see {@link Contenders}. */
  readonly chosen: Contender;
  /** The trial with the lowest validation loss. */
  readonly best: Contender;
}

/**
 * Searches hyperparameters by successive halving, one bracket after another (see {@link bracketOf}).
 *
 * Every trial of every rung is trained from the start with schedules of its own length, so that it ends on the
 * activation that will be deployed, and the nets of short trainings can be chosen, too: on tables that are learned in a
 * few epochs they are the best ones.
 *
 * @throws ReluctantError (failure) when every trial diverged
 */
export async function searchNets(plan: SearchPlan): Promise<SearchResult> {
  const search = new Search(plan);
  for (const size of bracketSizes(plan.limit.trials)) {
    if (!(await search.bracket(size))) break;
  }
  return search.result();
}

class Search {
  readonly #plan: SearchPlan;
  readonly #draws: Generator<Hyperparameters, never>;
  readonly #trials: Trial[] = [];
  readonly #contenders = new Contenders();
  #brackets = 0;
  #begun = 0;

  constructor(plan: SearchPlan) {
    this.#plan = plan;
    this.#draws = drawHyperparameters(plan.defaults, plan.fixed, plan.seed);
  }

  /** Runs a bracket. False if the time is over. */
  async bracket(size: number): Promise<boolean> {
    this.#brackets++;
    let hyperparameters = Array.from({ length: size }, () => this.#draws.next().value);
    for (const [rung, { trials, epochs }] of bracketOf(size, this.#plan.rules.epochs).entries()) {
      const finished: Trial[] = [];
      for (const own of hyperparameters.slice(0, trials)) {
        if (rung === 0) this.#begun++;
        const trial = await this.#run(own, epochs);
        if (trial === undefined || trial.outcome === 'stopped') return false;
        if (trial.outcome === 'finished') finished.push(trial);
      }
      finished.sort((a, b) => (a.val_loss ?? 0) - (b.val_loss ?? 0));
      hyperparameters = finished.map((trial) => trial.hyperparameters);
    }
    return true;
  }

  /** Runs a trial; undefined if there is no time for it. */
  async #run(hyperparameters: Hyperparameters, epochs: number): Promise<Trial | undefined> {
    const { limit, onTrial, prepared } = this.#plan;
    const work = workOf(prepared, hyperparameters, epochs);
    if (this.#trials.length > 0 && !limit.hasTimeFor(work)) return undefined;
    const number = { trial: this.#trials.length + 1, bracket: this.#brackets };
    const signal = this.#contenders.best === undefined ? undefined : limit.signal();
    const outcome = await runTrial(this.#plan, { ...number, hyperparameters, epochs }, signal);
    const trial = 'net' in outcome ? outcome.trial : outcome;
    if ('net' in outcome) this.#contenders.add(outcome);
    this.#trials.push(trial);
    limit.took(work, trial.seconds);
    onTrial(trial, limit.timeLeft(this.#begun));
    return trial;
  }

  result(): SearchResult {
    const { best, sparse } = this.#contenders;
    const chosen = this.#plan.choose === 'sparse' ? sparse : best;
    if (best === undefined || chosen === undefined) {
      const message = `each of the ${this.#trials.length} trials diverged, as its loss did not stay finite: try a lower --lr, and look at the columns with reluctant describe`;
      throw new ReluctantError('trainer/diverged', message);
    }
    return { trials: this.#trials, chosen, best };
  }
}
