import { closest } from 'fastest-levenshtein';
import * as z from 'zod';
import { OptionError } from './option-error.js';

/**
 * Options checked by a schema, defaults filled in.
 *
 * @param owner - whose options these are, for the message, e.g. `switch`
 * @throws OptionError in one sentence about the first bad option, with the nearest name if there is no such option
 */
export function checkedOptions<Options>(owner: string, schema: z.ZodType<Options>, options: unknown): Options {
  const result = schema.safeParse(options, { reportInput: true });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new OptionError(issue ? sentence(owner, schema, issue) : `the options of ${owner} are not valid`);
}

/** The name in `names` that needs the fewest edits, quoted for a sentence: `, did you mean 'stoch'?`; all of them if short. */
export function didYouMean(name: string, names: readonly string[]): string {
  return names.length === 0
    ? ': it takes none'
    : `: did you mean '${closest(name, names)}'? Known are ${names.join(', ')}`;
}

/** The names of the options that a schema knows, in its order. */
export function optionNames(schema: z.ZodType): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function sentence(owner: string, schema: z.ZodType, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return `${owner} has no option '${key}'${didYouMean(key, optionNames(schema))}`;
  }
  const came = issue.input === undefined ? '' : ` (got ${JSON.stringify(issue.input)})`;
  const message = issue.message.replace(/^Invalid \w+: /, '');
  return issue.path.length === 0
    ? `the options of ${owner}: ${message}${came}`
    : `option '${issue.path.join('.')}' of ${owner}: ${message}${came}`;
}
