export { type DescribeOptions, describeTable } from './describe/describe-table.js';
export type {
  ColumnDescription,
  TableDescription,
  TableWarning,
  TargetDescription,
  WarningKind,
} from './describe/table-description.js';
export { type DatePart, datePartTables } from './encode/date-parts.js';
export { encodingFeatures, featureNames } from './preprocessor/feature-names.js';
export { fitPreprocessor } from './preprocessor/fit-preprocessor.js';
export { inputColumns } from './preprocessor/input-columns.js';
export { parsePreprocessor } from './preprocessor/parse-preprocessor.js';
export {
  type CategoricalEncoding,
  type ColumnEncoding,
  type DateEncoding,
  type InputType,
  type Preprocessor,
  rawColumns,
} from './preprocessor/preprocessor.js';
export type { PreprocessorOptions } from './preprocessor/preprocessor-options.js';
export { type TransformOptions, transform } from './preprocessor/transform.js';
export { type SparseFeatures, transformSparse } from './preprocessor/transform-sparse.js';
export { type Column, type ColumnKind, missingInteger, valueAt } from './table/column.js';
export { asInteger, asMilliseconds, asNumber } from './table/column-from-values.js';
export { createTable, type TableOptions } from './table/create-table.js';
export type { Table } from './table/table.js';
export { type RowObject, tableOfRows } from './table/table-of-rows.js';
export { takeTableRows } from './table/take-table-rows.js';
export { classLabels, rowsWithTarget, standardisedTarget, targetValues } from './target/encode-target.js';
export { fitTarget, type TargetOptions } from './target/fit-target.js';
export { parseTarget } from './target/parse-target.js';
export {
  type ClassTarget,
  type ClassValue,
  classNames,
  type Target,
  type Task,
  type ValueTarget,
} from './target/target.js';
