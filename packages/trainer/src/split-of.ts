import type { Dataset } from '@reluctant/data';
import type { Split } from './engine.js';

/** A data set as engines take it; shares its memory. Pick rows first with `takeRows`. */
export function splitOf({ features, labels, nSamples }: Dataset): Split {
  return { features, labels, rows: nSamples };
}
