import { type ErrorCode, type ErrorKind, kindOf } from './error-code.js';
import { type NameOption, type Path, type Sentence, writeSentence } from './sentence.js';

/** A registered symbol: the same in every copy and version of this package. */
const marker = Symbol.for('reluctant.error');

/** Fields of a {@link ReluctantError} besides its code and message. */
export interface ErrorDetails {
  /** The path of the invalid value. Default: empty. */
  readonly path?: Path;
  /** The expectation, worded to follow "must be": `a whole number of at least 1`. */
  readonly expected?: string;
  /** The value that was received. */
  readonly received?: unknown;
  /** Default: the kind of the code. */
  readonly kind?: ErrorKind;
  /** The underlying error. */
  readonly cause?: unknown;
}

/**
 * The error class of all Reluctant packages.
 *
 * The message is one sentence about options, arguments or files and can be printed unchanged: control characters in
 * names and values are escaped, and long values are cut. Programs with flags in place of options reword it by {@link
 * describe}.
 */
export class ReluctantError extends Error {
  override readonly name: string = 'ReluctantError';
  readonly code: ErrorCode;
  /** `usage`: the caller can correct it; `failure`: the caller cannot. */
  readonly kind: ErrorKind;
  /**
   * The path of the invalid value: an option (`['optimiser', 'beta1']`), an argument, or a file with row and field.
   * Empty if there is none.
   */
  readonly path: Path;
  readonly expected: string | undefined;
  readonly received: unknown;
  /** The message in parts. */
  readonly sentence: Sentence;

  /** @param said - the message: a text, or a {@link sentence} that names options */
  constructor(code: ErrorCode, said: string | Sentence, details: ErrorDetails = {}) {
    const sentence = typeof said === 'string' ? [said] : said;
    super(writeSentence(sentence), 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.kind = details.kind ?? kindOf(code);
    this.path = details.path ?? [];
    this.expected = details.expected;
    this.received = details.received;
    this.sentence = sentence;
    // Marks the errors of every copy of this package.
    Object.defineProperty(this, marker, { value: true });
  }

  /** True for an error of any Reluctant package, including one that uses another copy of this package. */
  static isInstance(value: unknown): value is ReluctantError {
    return typeof value === 'object' && value !== null && marker in value && value[marker] === true;
  }
}

/**
 * The message of an error, for a program that has its own names for options.
 *
 * `describe(error, ([name]) => `--${name}`)` returns `--testSize must be …`. Any other error yields its own message,
 * made printable.
 */
export function describe(error: unknown, nameOption?: NameOption): string {
  if (ReluctantError.isInstance(error)) return writeSentence(error.sentence, nameOption);
  return writeSentence([error instanceof Error ? error.message : String(error)]);
}
