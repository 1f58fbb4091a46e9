// Exports of the build for float32 weights alone, which most programs load: those of index.ts without the measurement
// of bandwidth.

export { forward, forwardSmall, setControl, stopWorkers, work } from './index';
