import { invalidOption } from '@reluctant/errors';
import type { ProgramSpec } from './engine.js';

/**
 * Fails unless the options of a program fit each other, for every engine.
 *
 * @throws ReluctantError for a weight decay that is negative or not finite
 */
export function checkSpec({ optimiser: { weightDecay = 0 } }: ProgramSpec): void {
  if (!(weightDecay >= 0 && Number.isFinite(weightDecay))) {
    throw invalidOption('optimiser.weightDecay', 'a finite number of at least 0', weightDecay);
  }
}
