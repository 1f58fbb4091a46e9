import type { ShareUsage } from '@reluctant/activations';
import type { Strategy } from '@reluctant/trainer';
import type { StudyConfig } from '../config/study-config.js';
import type { StudyJob } from './job.js';

/** Microseconds to begin and end a run: memory, initial weights, checkpoint, messages. */
const perRun = 3000;

/** Nanoseconds per weight and row, for the forward pass and both backward products. */
const perWeight = 0.15;

/**
 * Estimated microseconds of a job on one core of a typical machine, evaluations included: rows × (weights at a rate +
 * activations at a rate). It affects the grouping of jobs and the time estimate of a study, never a result.
 */
export function jobCost(config: StudyConfig, { strategy }: StudyJob): number {
  const { epochs, n_samples, test_size, holdout, n_features, n_classes, n_layers, bottleneck: width, engines } = config;
  const rows = epochs * n_samples * (1 - holdout) * (1 - test_size);
  const weights = n_features * width + (n_layers - 1) * width ** 2 + width * n_classes;
  const own = config.strategies.find(({ name }) => name === strategy);
  const nanoseconds = rows * (perWeight * weights + activationCost(own) * width * n_layers);
  return perRun + (nanoseconds / 1000) * (engines[strategy]?.engine === 'wasm' ? 1 : 100);
}

/** Nanoseconds of an activation, its derivative and its draw, measured with the kernels on the narrow net. */
function activationCost(strategy: Strategy | undefined): number {
  if (strategy === undefined || 'module' in strategy.usage) return 20;
  const { use, gate } = strategy.usage;
  const masks = strategy.dropout === undefined ? 0 : 4;
  return masks + choiceCost(strategy, use, gate);
}

function choiceCost(strategy: Strategy, use: ShareUsage['use'], gate: ShareUsage['gate']): number {
  if (gate !== undefined) return (use === 'sample' ? 11 : 7) + { layer: 0, element: 9, none: -4 }[gate.reads];
  if (use === 'mix') return 2;
  return drawsDice(strategy) ? 4 : 1.5;
}

/** Whether any step has a share between 0 and 1: those of exactly 0 or 1 draw nothing. */
function drawsDice({ schedule }: Strategy): boolean {
  const isOpen = (share: number | 'gate'): boolean => share === 'gate' || (share > 0 && share < 1);
  switch (schedule.kind) {
    case 'constant':
      return isOpen(schedule.leg.share);
    case 'anneal':
      return true;
    default:
      return isOpen(schedule.from.share) || isOpen(schedule.to.share);
  }
}
