import { type ErrorCode, type ErrorKind, kindOf } from './error-code.js';
import { type NameOption, type Path, type Sentence, writeSentence } from './sentence.js';

/** The same symbol in every copy of this package, of whatever version. */
const marker = Symbol.for('reluctant.error');

/** What a {@link ReluctantError} knows beside its code and its sentence. */
export interface ErrorDetails {
  /** Where the wrong thing is. Default: nowhere in particular. */
  readonly path?: Path;
  /** What was expected, as it stands after "must be": `a whole number of at least 1`. */
  readonly expected?: string;
  /** What came in its place, as it came. */
  readonly received?: unknown;
  /** Default: the kind of the code. */
  readonly kind?: ErrorKind;
  /** The error behind this one. */
  readonly cause?: unknown;
}

/**
 * The one error of all Reluctant packages.
 *
 * Its message is one sentence about options, arguments or files, fit to be shown as it stands: control characters of names and
 * values are escaped and long values are cut. Programs that have flags in place of options write it by {@link describe}.
 */
export class ReluctantError extends Error {
  override readonly name: string = 'ReluctantError';
  readonly code: ErrorCode;
  /** `usage`: the caller can mend it in what he asked for; `failure`: he cannot. */
  readonly kind: ErrorKind;
  /** Where the wrong thing is: an option (`['optimiser', 'beta1']`), an argument, or a file, its row and its field; else empty. */
  readonly path: Path;
  readonly expected: string | undefined;
  readonly received: unknown;
  /** The message in pieces. */
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
    // What errors of every copy of this package are known by.
    Object.defineProperty(this, marker, { value: true });
  }

  /** True for an error of any Reluctant package, also when that package has another copy of this one. */
  static isInstance(value: unknown): value is ReluctantError {
    return typeof value === 'object' && value !== null && marker in value && value[marker] === true;
  }
}

/**
 * The sentence of an error, for a program that names options in its own way.
 *
 * `describe(error, ([name]) => `--${name}`)` says `--testSize must be …`. What is no {@link ReluctantError} gives its message, made
 * printable.
 */
export function describe(error: unknown, nameOption?: NameOption): string {
  if (ReluctantError.isInstance(error)) return writeSentence(error.sentence, nameOption);
  return writeSentence([error instanceof Error ? error.message : String(error)]);
}
