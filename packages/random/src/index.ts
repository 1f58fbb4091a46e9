export { naturalLog } from './natural-log.js';
export { philox4x32 } from './philox.js';
export { type Purpose, purposes } from './purpose.js';
export { RandomOrders } from './random-orders.js';
export { type ChoiceOptions, RandomState } from './random-state.js';
export { type DrawBlock, RandomStream, type StreamKey, uniformFromWord } from './random-stream.js';
export type { Size } from './size.js';
