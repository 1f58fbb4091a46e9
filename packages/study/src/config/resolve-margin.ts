import { readComparedQuantity } from './compared-quantity.js';
import { quantityMargins } from './quantity-margins.js';
import type { StudySettings } from './study-settings.js';

/** The margin of the compared quantity: the setting, or the quantity's default. */
export function resolveMargin({ margin, compare_by }: Pick<StudySettings, 'margin' | 'compare_by'>): number {
  return margin ?? quantityMargins[readComparedQuantity(compare_by)?.quantity ?? 'loss'];
}
