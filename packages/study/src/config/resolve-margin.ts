import { readComparedQuantity } from './compared-quantity.js';
import { quantityMargins } from './quantity-margins.js';
import type { StudySettings } from './study-settings.js';

/**
 * The margin of the compared quantity: the setting, or the quantity's default.
 *
 * @param targetScale - standard deviation of a real target, which the default for RMSE is a share of. Default 1
 */
export function resolveMargin(
  { margin, compare_by }: Pick<StudySettings, 'margin' | 'compare_by'>,
  targetScale = 1,
): number {
  const quantity = readComparedQuantity(compare_by)?.quantity ?? 'loss';
  if (margin !== undefined) return margin;
  // Two digits, so that the margin can be read.
  if (quantity === 'rmse') return Number((quantityMargins.rmse * targetScale).toPrecision(2));
  return quantityMargins[quantity];
}
