export type { ErrorCode, ErrorKind, SharedErrorCode } from './error-code.js';
export { invalidArgument, invalidOption } from './invalid.js';
export { didYouMean } from './nearest-name.js';
export { type ParseSubject, parseWith } from './parse-with.js';
export { isPrintable, printable } from './printable.js';
export { type OptionNames, optionCheck, refuseUnknownKeys } from './refuse-unknown-keys.js';
export { describe, type ErrorDetails, ReluctantError } from './reluctant-error.js';
export type { Schema, SchemaIssue } from './schema-issue.js';
export {
  type NameOption,
  type OptionReference,
  option,
  type Path,
  type Sentence,
  sentence,
} from './sentence.js';
export { showValue } from './show-value.js';
export { unknownName } from './unknown-name.js';
