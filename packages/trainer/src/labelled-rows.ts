import type { Dataset } from '@reluctant/data';
import type { LabelledRows } from './engine.js';

/** Returns the rows of a data set for an engine, sharing its memory. Select rows first with `takeRows`. */
export function labelledRows({ features, labels, nSamples }: Dataset): LabelledRows {
  return { features, labels, rows: nSamples };
}
