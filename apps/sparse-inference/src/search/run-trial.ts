import { DivergedError, type Strategy } from '@reluctant/trainer';
import { multiplicationsOf } from '../evaluation/multiplications.js';
import { answerRows, classWeighted, rowLosses } from '../learning/answer-rows.js';
import { type Hyperparameters, widthsOf } from '../learning/hyperparameters.js';
import { type TrainingRules, trainNet } from '../learning/train-net.js';
import { outputsOf, type PreparedTable } from '../table/prepared-table.js';
import type { Contender } from './contenders.js';
import type { Trial } from './trial.js';

/** What the trials of a search share. */
export interface TrialContext {
  readonly prepared: PreparedTable;
  readonly strategy: Strategy;
  readonly rules: TrainingRules;
}

/** Which trial it is. */
export type TrialPlan = Pick<Trial, 'trial' | 'bracket' | 'hyperparameters' | 'epochs'>;

/**
 * Trains the net of a trial with schedules of its length. A trial that diverges or is aborted has a record, too, but no
 * net.
 */
export async function runTrial(
  { prepared, strategy, rules }: TrialContext,
  plan: TrialPlan,
  signal: AbortSignal | undefined,
): Promise<Contender | Trial> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const without = { best_epoch: null, val_loss: null, val_accuracy: null, zeros: null, multiplications: null };
  try {
    const own = { ...rules, epochs: plan.epochs };
    const net = await trainNet(prepared, strategy, plan.hyperparameters, own, signal ? { signal } : {});
    const answers = await answerRows(prepared, 'validation', net.checkpoint, rules.engine);
    const plain = rowLosses(prepared, 'validation', answers);
    const losses =
      rules.classWeights !== undefined && prepared.task === 'classification'
        ? classWeighted(plain, prepared.sets.validation.labels, rules.classWeights)
        : plain;
    const widths = widthsOf(plan.hyperparameters, prepared.inputs, outputsOf(prepared));
    const { needed } = multiplicationsOf(widths, net.best.sparsity_layers);
    const trial: Trial = {
      ...plan,
      outcome: 'finished',
      best_epoch: net.best.epoch,
      val_loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
      val_accuracy: prepared.task === 'classification' ? (net.best.val_accuracy ?? null) : null,
      zeros: net.best.sparsity,
      multiplications: Math.round(needed),
      seconds: seconds(),
    };
    return { trial, net, losses, multiplications: needed };
  } catch (error) {
    if (error instanceof DivergedError) return { ...plan, outcome: 'diverged', ...without, seconds: seconds() };
    if (signal?.aborted && error === signal.reason) {
      return { ...plan, outcome: 'stopped', ...without, seconds: seconds() };
    }
    throw error;
  }
}

/**
 * An estimate of the work of a training, in units of one multiplication of the forward pass; what a row takes besides
 * is added.
 */
export function workOf(prepared: PreparedTable, hyperparameters: Hyperparameters, epochs: number): number {
  const { dense } = multiplicationsOf(widthsOf(hyperparameters, prepared.inputs, outputsOf(prepared)), []);
  const perRow = 500;
  return epochs * prepared.sets.train.rows * (dense + perRow);
}
