import type { EpochRow } from './epoch-row.js';

/**
 * True if a net is dead: one of its hidden layers is exactly 0 for every row of the validation set.
 *
 * What comes behind such a layer is the same for all rows, so the answer no longer depends on the input. Where the
 * layer is 0 because of ReLU, whose derivative is 0 there, no gradient passes it either: its own weights and those
 * before it stay as they are. ("Dying ReLU", Lu et al. 2019, of a whole layer; a single dead unit does not stop a net.)
 *
 * The rows are those of the validation set because they are evaluated after every epoch; a row that was trained on
 * could still be active. A layer with a few values above 0 can recover, so it is not dead. Nor is a net that always
 * answers the same class because it is hardly trained.
 */
export function isDead({ sparsity_layers }: Pick<EpochRow, 'sparsity_layers'>): boolean {
  return sparsity_layers.includes(1);
}
