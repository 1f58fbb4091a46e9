/**
 * The largest difference that does not matter, by quantity. A margin has the unit of its quantity, as one number for
 * all would be strict for one quantity and lax for another.
 *
 * - `loss`, `nll`: 0.01 nats, a factor of 1.01 in the probability of the right answer; of a real target 0.01 of its
 *   variance.
 * - `accuracy`: 0.01, one row in a hundred.
 * - `rmse`: 0.01 of the standard deviation of the target.
 * - `ece`: 0.005, half a percentage point between confidence and accuracy: calibration errors here are a few percent.
 * - `error_auroc`, `shift_auroc`: 0.02, one pair of rows in fifty ranked in the other order.
 */
export const quantityMargins = {
  loss: 0.01,
  accuracy: 0.01,
  rmse: 0.01,
  nll: 0.01,
  ece: 0.005,
  error_auroc: 0.02,
  shift_auroc: 0.02,
} as const;

/** A quantity by which something is compared. */
export type MarginQuantity = keyof typeof quantityMargins;
