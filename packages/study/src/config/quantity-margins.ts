/**
 * The largest difference that does not matter, by quantity: the one place where the defaults are written. A margin is a number in the
 * units of its quantity; one number for all would be strict for one and lax for another.
 *
 * - `loss`, `nll`: 0.01 nats, a factor of 1.01 in the probability of the right answer.
 * - `accuracy`: 0.01, one row in a hundred.
 * - `ece`: 0.005, half a percentage point between confidence and accuracy: calibration errors here are a few percent.
 * - `error_auroc`, `shift_auroc`: 0.02, one pair of rows in fifty that is ranked the other way round.
 */
export const quantityMargins = {
  loss: 0.01,
  accuracy: 0.01,
  nll: 0.01,
  ece: 0.005,
  error_auroc: 0.02,
  shift_auroc: 0.02,
} as const;

/** A quantity by which something is compared. */
export type MarginQuantity = keyof typeof quantityMargins;
