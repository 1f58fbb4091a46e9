import { printable, ReluctantError } from '@reluctant/errors';

/** What DuckDB says of a CSV file, and how we say it. */
const csvFailures: readonly (readonly [pattern: RegExp, said: (found: RegExpExecArray) => string])[] = [
  [
    /Expected Number of Columns: (\d+) Found: (\d+)/,
    ([, expected, found]) => `expected ${expected} fields, got ${found}`,
  ],
  [/unterminated quote/i, () => 'a quoted field does not end, or goes on after its closing quote'],
  [/not utf-8 encoded/i, () => 'the text is not UTF-8'],
  [/Maximum line size/i, () => 'the line is longer than 2 MB, as when a quoted field does not end'],
  [/reached an invalid state/i, () => 'ends of lines are mixed (CRLF and LF), or a quote is misplaced'],
];

/**
 * An error of DuckDB in one sentence that names the file and, where DuckDB knows it, the line.
 *
 * @param source - the name of the table, if DuckDB names no file
 */
export function readFailure(error: unknown, source: string): ReluctantError {
  if (ReluctantError.isInstance(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  const file = /^\s*file = (.+)$/m.exec(message)?.[1] ?? source;
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  for (const [pattern, said] of csvFailures) {
    const found = pattern.exec(message);
    if (found === null) continue;
    const where = line === undefined ? printable(file) : `${printable(file)}, line ${line}`;
    const path = [file, ...(line === undefined ? [] : [Number(line)])];
    return new ReluctantError('invalid-file', `${where}: ${said(found)}`, { path, cause: error });
  }
  const [first = ''] = message.split('\n');
  if (/out of memory/i.test(message)) {
    return new ReluctantError('out-of-memory', `${printable(source)}: ${printable(first)}`, {
      path: [source],
      cause: error,
    });
  }
  const said = first.replace(
    /^(?:Failed to \w+ statements: )?(?:Invalid Input|Binder|Parser|Catalog|Conversion|IO|HTTP|Missing Extension) Error: /,
    '',
  );
  return new ReluctantError('invalid-file', `${printable(source)}: ${printable(said)}`, {
    path: [source],
    cause: error,
  });
}
