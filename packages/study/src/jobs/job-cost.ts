import type { ResolvedStudy } from '../config/resolve-study.js';
import type { StudyJob } from './job.js';

/**
 * Microseconds that a job is about to take: steps × (multiplications of a step at a rate + activations of a step at a rate). It only
 * decides how jobs are grouped; being wrong by a factor costs a few percent of balance and nothing else.
 */
export function jobCost(
  { config, strategies }: Pick<ResolvedStudy, 'config' | 'strategies'>,
  { strategy }: StudyJob,
): number {
  const { epochs, n_samples, test_size, n_features, n_classes, n_layers, bottleneck, engines } = config;
  const width = Math.min(bottleneck, n_features);
  const rows = epochs * n_samples * (1 - test_size);
  const weights = n_features * width + (n_layers - 1) * width ** 2 + width * n_classes;
  const usage = strategies.find(({ name }) => name === strategy)?.usage;
  const perUnit =
    usage === undefined || 'module' in usage
      ? 20
      : usage.gate === undefined
        ? 2
        : usage.gate.reads === 'layer'
          ? 6
          : 20;
  // Nanoseconds: a multiplication forward and twice backward, an activation with its draw.
  const nanoseconds = rows * (0.3 * weights + perUnit * width * n_layers);
  return (nanoseconds / 1000) * (engines[strategy]?.engine === 'wasm' ? 1 : 100);
}
