import type { EpochRow } from '@reluctant/metrics';
import type { ValueTarget } from '@reluctant/preprocessing';

/**
 * Completes the rows of a regressor: RMSE in the unit of the target, √val_loss·scale, and R² = 1 − val_loss / variance
 * of the validation targets. Both follow from the loss, which is the mean squared error of the standardised target. R²
 * of constant targets as `rSquared` has it.
 *
 * @param targets - standardised targets of the validation set
 */
export function valueMetrics(target: ValueTarget, targets: Float32Array): (row: EpochRow) => EpochRow {
  const mean = targets.reduce((sum, value) => sum + value, 0) / targets.length;
  const variance = targets.reduce((sum, value) => sum + (value - mean) ** 2, 0) / targets.length;
  return ({ strategy, run, epoch, step, train_loss, val_loss, ...rest }) => ({
    ...{ strategy, run, epoch, step, train_loss, val_loss },
    val_rmse: Math.sqrt(val_loss) * target.scale,
    val_r2: targets.length < 2 ? Number.NaN : variance === 0 ? Number(val_loss === 0) : 1 - val_loss / variance,
    ...rest,
  });
}
