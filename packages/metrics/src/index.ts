export type { EpochRow, GateStatistics } from './epoch-row.js';
