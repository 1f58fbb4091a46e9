import { invalidArgument } from '@reluctant/errors';

/** Each look spends this share of the error rate that earlier looks have left. */
const spent = 4 / 5;

/**
 * The share of alpha that the k-th look at growing data may spend: (4/5)·(1/5)^(k − 1), so 0.8, 0.16, 0.032, …
 *
 * Looking at the same runs again and again, and stopping at the first claim, makes false claims more and more likely
 * (Armitage, McPherson & Rowe, "Repeated significance tests on accumulating data", JRSS A 1969). So alpha is spent over
 * the looks, as with an alpha-spending function (Lan & DeMets, "Discrete sequential boundaries for clinical trials",
 * Biometrika 1983). The shares sum to 1, and by Bonferroni's inequality at most alpha of studies make a false claim at
 * any look, for any dependence between the looks, any rule of when to stop and any number of looks, none of which has
 * to be planned. Most of alpha goes to the first look, because most studies have only one.
 *
 * @param look - from 1
 * @throws ReluctantError if it is not a whole number of at least 1
 */
export function lookShare(look: number): number {
  if (!(Number.isInteger(look) && look >= 1)) throw invalidArgument('look', 'a whole number of at least 1', look);
  return spent * (1 - spent) ** (look - 1);
}
