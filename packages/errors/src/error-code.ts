/** Whose fault an error is: `usage`, the caller asked for something impossible (exit code 2 of a program); `failure`, not (1). */
export type ErrorKind = 'usage' | 'failure';

/**
 * The codes that every package shares.
 *
 * Usage:
 * - `unknown-option`: an object of options has a key that is no option; `path` ends in that key.
 * - `invalid-option`: an option has a value that it cannot have, or two options contradict each other.
 * - `invalid-argument`: another argument has a value, a length or a shape that it cannot have.
 * - `unknown-name`: nothing is known under a name, of an activation, a strategy, an evaluation set, an input of a model.
 * - `wrong-state`: a method was called when it cannot be called: after release, twice, before the model was built.
 *
 * Failure:
 * - `invalid-file`: a file, or bytes that came from one, is damaged or of another kind than expected; `path` names the part.
 * - `unsupported`: the input is well formed, but this package or this runtime cannot take it.
 * - `out-of-memory`: more memory is needed than there is.
 * - `input-output`: a file, a folder, a server or a thread did not do what was asked of it; `cause` says why, where it is known.
 * - `broken-installation`: parts of the installation do not fit together.
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
 * A shared code, or one of a package's own behind the package's name, `trainer/diverged`. A package adds one only where a caller
 * acts on it.
 */
export type ErrorCode = SharedErrorCode | `${string}/${string}`;

const kinds: ReadonlyMap<ErrorCode, ErrorKind> = new Map<SharedErrorCode, ErrorKind>([
  ['unknown-option', 'usage'],
  ['invalid-option', 'usage'],
  ['invalid-argument', 'usage'],
  ['unknown-name', 'usage'],
  ['wrong-state', 'usage'],
]);

/** The kind of a code, unless an error says otherwise. */
export function kindOf(code: ErrorCode): ErrorKind {
  return kinds.get(code) ?? 'failure';
}
