import { hasColours } from '@reluctant/command-line';
import { ReluctantError } from '@reluctant/errors';
import { type DescribeOptions, describeTable, type Table, type Task } from '@reluctant/preprocessing';
import { type ReadTable, type ReadTableOptions, readQuery, readTable } from '@reluctant/tables';
import pc from 'picocolors';
import { tableDescription } from '../report/table-description.js';

/** Flags of `reluctant describe`, as texts of the command line. */
export interface DescribeFlags {
  readonly target?: string;
  readonly task?: string;
  readonly query?: string;
  readonly drop?: readonly string[];
  readonly numeric?: readonly string[];
  readonly categorical?: readonly string[];
  readonly missing?: readonly string[];
  readonly delimiter?: string;
  readonly header?: boolean;
  readonly min_frequency?: string;
  readonly max_categories?: string;
  readonly json?: boolean;
}

/**
 * `reluctant describe <table…>`: prints the contents of each column, how it will be encoded and why, and warnings.
 *
 * @param files - files or patterns, none with `--query`
 * @returns the exit code
 */
export async function describeCommand(files: readonly string[], flags: DescribeFlags): Promise<number> {
  const { table, notes, fingerprint } = await readFor(files, flags);
  const description = describeTable(table, describeOptions(table, flags));
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify({ ...description, fingerprint, notes }, null, 2)}\n`);
    return 0;
  }
  const paint = pc.createColors(hasColours(process.stdout));
  process.stdout.write(`${tableDescription(description, notes, paint)}\n`);
  return 0;
}

function readFor(files: readonly string[], flags: DescribeFlags): Promise<ReadTable> {
  const { query, delimiter, header, missing } = flags;
  if (query === undefined) {
    if (files.length === 0) throw new ReluctantError('invalid-argument', 'describe needs a file or --query');
    const options: ReadTableOptions = {
      ...(delimiter !== undefined && { delimiter: delimiter === '\\t' ? '\t' : delimiter }),
      ...(header === true && { header }),
      ...(missing !== undefined && { missing }),
    };
    return readTable(files, options);
  }
  const beside =
    files.length > 0
      ? 'a file'
      : delimiter !== undefined
        ? '--delimiter'
        : header
          ? '--header'
          : missing && '--missing';
  if (beside !== undefined)
    throw new ReluctantError('invalid-option', `--query and ${beside} exclude each other`, { path: ['query'] });
  return readQuery(query);
}

function describeOptions(table: Table, flags: DescribeFlags): DescribeOptions {
  const { target, task, min_frequency, max_categories } = flags;
  const lists = Object.entries({ drop: flags.drop, numeric: flags.numeric, categorical: flags.categorical });
  return {
    ...(target !== undefined && { target }),
    // The library checks the word.
    ...(task !== undefined && { task: task as Task }),
    ...(min_frequency !== undefined && { minFrequency: Number(min_frequency) }),
    ...(max_categories !== undefined && { maxCategories: Number(max_categories) }),
    ...Object.fromEntries(
      lists.flatMap(([name, texts]) => (texts === undefined ? [] : [[name, columnNames(table, texts)]])),
    ),
  };
}

/** Names from the texts of a flag: a text is one name if a column is called so, else names separated by commas. */
function columnNames(table: Table, texts: readonly string[]): readonly string[] {
  const known = new Set(table.columns.map(({ name }) => name));
  return texts.flatMap((text) => (known.has(text) ? [text] : text.split(',').map((name) => name.trim())));
}
