/**
 * The side at fault: `usage` if the caller asked for something impossible (exit code 2 of a program), otherwise
 * `failure` (exit code 1).
 */
export type ErrorKind = 'usage' | 'failure';

/**
 * The codes that every package shares.
 *
 * Usage:
 * - `unknown-option`: an options object has an unknown key; `path` ends in that key.
 * - `invalid-option`: an option has an invalid value, or two options contradict each other.
 * - `invalid-argument`: another argument has an invalid value, length or shape.
 * - `unknown-name`: no activation, strategy, evaluation set or model input has the given name.
 * - `wrong-state`: a method was called in the wrong state: after release, twice, or before the model was built.
 *
 * Failure:
 * - `invalid-file`: a file, or its bytes, is damaged or of an unexpected kind; `path` names the part.
 * - `unsupported`: the input is well formed, but this package or this runtime does not support it.
 * - `out-of-memory`: more memory is needed than is available.
 * - `input-output`: an operation on a file, a folder, a server or a thread failed; `cause` holds the reason, if known.
 * - `broken-installation`: parts of the installation are missing or incompatible.
 */
export type SharedErrorCode =
  | 'unknown-option'
  | 'invalid-option'
  | 'invalid-argument'
  | 'unknown-name'
  | 'wrong-state'
  | 'invalid-file'
  | 'unsupported'
  | 'out-of-memory'
  | 'input-output'
  | 'broken-installation';

/**
 * A shared code, or a package's own code prefixed by the package's name, e.g. `trainer/diverged`. A package adds a code
 * only where callers act on it.
 */
export type ErrorCode = SharedErrorCode | `${string}/${string}`;

const kinds: ReadonlyMap<ErrorCode, ErrorKind> = new Map<SharedErrorCode, ErrorKind>([
  ['unknown-option', 'usage'],
  ['invalid-option', 'usage'],
  ['invalid-argument', 'usage'],
  ['unknown-name', 'usage'],
  ['wrong-state', 'usage'],
]);

/** The default kind of each code. */
export function kindOf(code: ErrorCode): ErrorKind {
  return kinds.get(code) ?? 'failure';
}
