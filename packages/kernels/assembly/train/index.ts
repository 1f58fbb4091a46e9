/** The exports of the training kernels. */
export { allFinite } from './all-finite';
export { approximate, philox } from './approximations';
export { gradients, trainEpoch } from './epoch';
export { clearResults, evaluate } from './evaluate';
export { order } from './order';
export { padRows } from './pad-rows';
export { shareQuantiles } from './share-quantiles';

import { Layer, Program } from './program';

/** First byte that is free for programs. */
export function heapBase(): usize {
  return __heap_base;
}

/** Bytes of the descriptor, to check that both languages use the same structure. */
export function programBytes(): usize {
  return offsetof<Program>();
}

export function layerBytes(): usize {
  return offsetof<Layer>();
}
