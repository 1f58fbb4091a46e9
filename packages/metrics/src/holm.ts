import { ReluctantError } from '@reluctant/errors';

/**
 * Holm's step-down correction: adjusted p-values that keep the familywise error rate, for any dependence between the
 * tests.
 *
 * With p₍₁₎ ≤ … ≤ p₍ₘ₎: adjusted p₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1)·p₍ⱼ₎), returned in the order of the input
 * (Holm, "A simple sequentially rejective multiple test procedure", Scand. J. Statist. 1979; R's `p.adjust(method =
 * "holm")`).
 *
 * @throws ReluctantError if a p-value is outside [0, 1]
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((p, index) => {
    if (!(p >= 0 && p <= 1))
      throw new ReluctantError('invalid-argument', `p-value ${index} must be in [0, 1], got ${p}`, {
        path: ['pValues', index],
      });
    return { p, index };
  });
  order.sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach(({ p, index }, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * p));
    adjusted[index] = largest;
  });
  return adjusted;
}
