/** The learning rate over the steps of a training. It does not depend on the strategy: a switch does not restart it. */
export type LearningRateSchedule = ConstantLearningRate | CosineLearningRate;

/** The same at every step. */
export interface ConstantLearningRate {
  readonly name: 'constant';
}

/**
 * Linear warm-up, then half a cosine (Loshchilov & Hutter 2017, without restarts). With N steps and W =
 * round(warmup·N): peak·(s+1)/W for s < W, then peak·(final + (1 − final)·(1 + cos πx)/2), x = (s − W)/(N − 1 − W).
 */
export interface CosineLearningRate {
  readonly name: 'cosine';
  /** Share of the steps used for warm-up, in [0, 1). Default 0. */
  readonly warmup: number;
  /** The last learning rate as a share of the peak, in [0, 1]. Default 0. */
  readonly final: number;
}

/**
 * The learning rate at each of `steps` steps.
 *
 * @param peak - the largest learning rate
 */
export function planLearningRates(schedule: LearningRateSchedule, peak: number, steps: number): Float64Array {
  const rates = new Float64Array(steps).fill(peak);
  if (schedule.name === 'constant') return rates;
  const { warmup, final } = schedule;
  const warm = Math.round(warmup * steps);
  return rates.map((_, step) => {
    if (step < warm) return (peak * (step + 1)) / warm;
    const after = steps - 1 - warm;
    const x = after === 0 ? 1 : (step - warm) / after;
    return peak * (final + ((1 - final) * (1 + Math.cos(Math.PI * x))) / 2);
  });
}
