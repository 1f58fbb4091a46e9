import type { Dataset } from '@reluctant/data';
import type { LabelledRows } from './engine.js';

/** A data set as engines take it; shares its memory. Pick rows first with `takeRows`. */
export function labelledRows({ features, labels, nSamples }: Dataset): LabelledRows {
  return { features, labels, rows: nSamples };
}
