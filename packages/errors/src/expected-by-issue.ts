import type { SchemaIssue } from './schema-issue.js';
import { showValue } from './show-value.js';

const types: Readonly<Record<string, string>> = {
  array: 'a list',
  bigint: 'a big integer',
  boolean: 'true or false',
  function: 'a function',
  int: 'a whole number',
  map: 'a map',
  null: 'null',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  set: 'a set',
  string: 'a text',
  tuple: 'a list',
  undefined: 'absent',
};

/**
 * What an issue expects, worded to follow "must be": `a whole number`, `at least 1`, `one of "all", "negative"`.
 * Undefined if only the issue's own message says it.
 *
 * @param received - the value that the issue is about
 */
export function expectedByIssue(issue: SchemaIssue, received: unknown): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return expectedType(String(issue.expected), received);
    case 'too_small':
      return sized(issue, issue.minimum, issue.inclusive === false ? 'above' : 'at least');
    case 'too_big':
      return sized(issue, issue.maximum, issue.inclusive === false ? 'below' : 'at most');
    case 'not_multiple_of':
      return issue.divisor === undefined ? undefined : `a multiple of ${issue.divisor}`;
    case 'invalid_value':
      return oneOf(issue.values ?? []);
    case 'invalid_format':
      return issue.format === undefined || issue.format === 'regex'
        ? undefined
        : `a text of the format ${issue.format}`;
    case 'invalid_union':
      return expectedByUnion(issue, received);
    default:
      return undefined;
  }
}

function expectedType(type: string, received: unknown): string {
  if (type === 'number' && typeof received === 'number') return 'a finite number';
  return types[type] ?? `of the type ${type}`;
}

function sized(issue: SchemaIssue, bound: number | bigint | undefined, than: string): string | undefined {
  if (bound === undefined) return undefined;
  const count = issue.exact === true ? `exactly ${bound}` : `${than} ${bound}`;
  const one = bound === 1 || bound === 1n;
  switch (issue.origin) {
    case 'string':
      return `a text of ${count} ${one ? 'character' : 'characters'}`;
    case 'array':
    case 'set':
      return `a list of ${count} ${one ? 'entry' : 'entries'}`;
    default:
      return count;
  }
}

function oneOf(values: readonly unknown[]): string | undefined {
  if (values.length === 0) return undefined;
  const shown = values.map((value) => showValue(value)).join(', ');
  return values.length === 1 ? shown : `one of ${shown}`;
}

function expectedByUnion(issue: SchemaIssue, received: unknown): string | undefined {
  if (issue.options !== undefined && issue.options.length > 0) return oneOf(issue.options);
  const members = (issue.errors ?? []).map(([first]) => first && expectedByIssue(first, received));
  const known = new Set(members.filter((member) => member !== undefined));
  return known.size === 0 || members.includes(undefined) ? undefined : [...known].join(' or ');
}
