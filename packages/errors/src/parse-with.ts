import { expectedByIssue } from './expected-by-issue.js';
import { didYouMean } from './nearest-name.js';
import { unknownOption } from './refuse-unknown-keys.js';
import { ReluctantError } from './reluctant-error.js';
import type { Schema, SchemaIssue } from './schema-issue.js';
import { schemaNames } from './schema-names.js';
import { option, type Path, type Sentence, sentence, writePath } from './sentence.js';
import { showValue } from './show-value.js';

/** The subject of the check, for the message. */
export interface ParseSubject {
  /** The owner of the options, or the file: `switch`, `model specification`. '' to name no owner. */
  readonly owner: string;
  /**
   * `options` written by a user (default; errors `unknown-option` or `invalid-option`), or a `file` (error
   * `invalid-file`).
   */
  readonly of?: 'options' | 'file';
  /** The path to the value, outermost key first, prepended to the schema's own paths. Default: empty. */
  readonly path?: Path;
}

/**
 * Parses a value by a zod schema. Throws one sentence about the first problem.
 *
 * `option 'tail' of switch must be at most 1, got 2` · `switch: there is no option 'tial'; did you mean 'tail'?` ·
 * `model specification, field 'layers[0].out' must be a whole number, got 1.5`. A message written by the schema's
 * author replaces the expectation.
 *
 * @throws ReluctantError
 */
export function parseWith<Output>(schema: Schema<Output>, value: unknown, subject: ParseSubject): Output {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw errorOfIssues(result.error.issues, subject, { value, schema });
}

/**
 * The error about the first of a schema's issues. Unknown keys come first, because a missing key is often the misspelt
 * one.
 *
 * @param from - the value that was checked (for what was received) and its schema (for the known names)
 */
export function errorOfIssues(
  issues: readonly SchemaIssue[],
  subject: ParseSubject,
  from: { readonly value?: unknown; readonly schema?: unknown } = {},
): ReluctantError {
  const issue = innermost(issues, []);
  if (issue === undefined) return new ReluctantError(codeOf(subject), `${subject.owner || 'the value'} is not valid`);
  const path = [...(subject.path ?? []), ...issue.path.map(asPathPart)];
  const [key] = issue.keys ?? [];
  if (issue.code === 'unrecognized_keys' && key !== undefined) {
    return unknownKey(subject, [...path, key], schemaNames(from.schema, issue.path));
  }
  const received = at(from.value, issue.path);
  const expected = isOwnMessage(issue.message) ? authorsExpectation(issue.message) : expectedByIssue(issue, received);
  const said = sentence`${nameOf(subject, path)}${predicate(issue, expected, received)}`;
  return new ReluctantError(codeOf(subject), said, { path, received, ...(expected !== undefined && { expected }) });
}

function unknownKey(subject: ParseSubject, path: Path, names: readonly string[] | undefined): ReluctantError {
  if (subject.of !== 'file') return unknownOption(subject.owner, path, names);
  const near = names === undefined ? '' : didYouMean(String(path.at(-1)), names);
  const said = `${subject.owner}: there is no field '${writePath(path)}'${near}`;
  return new ReluctantError('invalid-file', said, { path });
}

function codeOf({ of }: ParseSubject): 'invalid-file' | 'invalid-option' {
  return of === 'file' ? 'invalid-file' : 'invalid-option';
}

/** The subject of the sentence. */
function nameOf({ owner, of }: ParseSubject, path: Path): Sentence {
  const inside = writePath(path);
  if (of === 'file') return [inside === '' ? owner : `${owner}, field '${inside}'`];
  if (inside === '') return [owner === '' ? 'the options' : `the options of ${owner}`];
  return [option(path, owner === '' ? inside : `option '${inside}' of ${owner}`)];
}

/** The rest of the sentence. */
function predicate(issue: SchemaIssue, expected: string | undefined, received: unknown): string {
  if (expected !== undefined) {
    return received === undefined
      ? ` is missing: expected ${expected}`
      : ` must be ${expected}, got ${showValue(received)}`;
  }
  const message = issue.message.replace(standardBegin, '');
  // An author's message is either the rest of a sentence or a sentence of its own.
  if (/^(must|has|have|is|are|needs?|takes?|cannot|may) /.test(message)) return ` ${message}`;
  const got = message.startsWith('expected ') && !message.includes(', got ') ? `, got ${showValue(received)}` : '';
  return `: ${message}${got}`;
}

/** The expectation of a schema's author, if the message has the form "must be …" without the received value. */
function authorsExpectation(message: string): string | undefined {
  return message.includes(', got ') ? undefined : /^must be (.+)$/s.exec(message)?.[1];
}

/** How zod's own messages begin. */
const standardBegin = /^(Invalid [\w ]+|Too small|Too big|Unrecognized keys?): /;

function isOwnMessage(message: string): boolean {
  return !/^(Invalid|Too small|Too big|Unrecognized)\b/.test(message);
}

/** The issue to report, resolved through unions, records and sets, with its full path. */
function innermost(issues: readonly SchemaIssue[], path: readonly PropertyKey[]): SchemaIssue | undefined {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) return undefined;
  const whole = [...path, ...issue.path];
  // An author's message on a whole union says more than the issues of one member.
  const deeper = isOwnMessage(issue.message)
    ? undefined
    : issue.code === 'invalid_union'
      ? likeliestMember(issue)
      : issue.issues;
  return (deeper && innermost(deeper, whole)) ?? { ...issue, path: whole };
}

/**
 * The member of a union that the value was most likely meant for: one that does not fail at the value itself, with the
 * fewest issues. Undefined if all fail there; the sentence then lists what all members expect.
 */
function likeliestMember({ errors = [] }: SchemaIssue): readonly SchemaIssue[] | undefined {
  const inside = errors.filter((issues) =>
    issues.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys' || code === 'invalid_union'),
  );
  const faults = (issues: readonly SchemaIssue[]) => issues.reduce((sum, { keys }) => sum + (keys?.length ?? 1), 0);
  return inside.toSorted((a, b) => faults(a) - faults(b))[0];
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, key) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, key) : undefined),
    value,
  );
}

function asPathPart(key: PropertyKey): string | number {
  return typeof key === 'symbol' ? String(key) : key;
}
