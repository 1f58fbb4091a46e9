export { type ChaosRow, readChaos } from './chaos-result.js';
export type { CommandUse, GrowthResult, GrowthRow, ManyRuns, RunSample } from './growth-result.js';
export { counted, type InstallLimit, installLimits, leftOut } from './install-limits.js';
export type { InstalledAlone, InstallsResult, ThirdParty, Walk } from './installs-result.js';
export { describeMachine } from './machine.js';
export { readResult, writeResult } from './result-file.js';
