import type { EpochRow } from '@reluctant/metrics';
import type { StudyConfig } from '../config/study-config.js';

/**
 * The rows of the epochs whose weights are kept, one for each run that ended: those of the last epoch. With patience
 * each run has its own epoch, which rows alone do not tell: then all rows that are given must be of kept epochs.
 */
export function keptRows(
  { epochs, patience }: Pick<StudyConfig, 'epochs' | 'patience'>,
  rows: readonly EpochRow[],
): readonly EpochRow[] {
  return patience === undefined ? rows.filter(({ epoch }) => epoch === epochs) : rows;
}
