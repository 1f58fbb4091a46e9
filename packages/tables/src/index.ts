export { fingerprintTable } from './fingerprint-table.js';
export { missingMarkers, type ReadOptions, type ReadTableOptions } from './read-options.js';
export { type ReadTable, readQuery, readQueryInBlocks, readTable, readTableInBlocks } from './read-table.js';
export type { FileFormat } from './source/file-format.js';
export type { BlockOptions, BlockProgress, ReadBlocks, TakeBlock } from './typed/in-blocks.js';
