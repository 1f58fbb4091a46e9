export { multiplyHigh, philox4x32 } from './philox.js';
export { type Purpose, purposes } from './purpose.js';
export {
  type DrawBlock,
  logisticFromWord,
  openUniformFromWord,
  RandomStream,
  type StreamKey,
  uniformFromWord,
} from './random-stream.js';
