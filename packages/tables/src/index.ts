export { fingerprintTable } from './fingerprint-table.js';
export { missingMarkers, type ReadOptions, type ReadTableOptions } from './read-options.js';
export { type ReadTable, readQuery, readTable } from './read-table.js';
export type { FileFormat } from './source/file-format.js';
