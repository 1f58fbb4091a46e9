export { type ChaosRow, readChaos } from './chaos-result.js';
export { describeMachine } from './machine.js';
export { writeResult } from './result-file.js';
