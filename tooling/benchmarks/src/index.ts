export { type ChaosRow, readChaos } from './chaos-result.js';
export type { CommandUse, GrowthResult, GrowthRow, ManyRuns, RunSample } from './growth-result.js';
export { describeMachine } from './machine.js';
export { writeResult } from './result-file.js';
