import { printable, ReluctantError } from '@reluctant/errors';
import { parse } from 'csv-parse/sync';
import { firstBytes } from '../source/first-bytes.js';

/**
 * How a file separates its fields, and the names in its first line. Quotes are `"`, doubled within a field (RFC 4180).
 */
export interface CsvDialect {
  readonly delimiter: string;
  /** Distinct, none empty, without spaces around them. */
  readonly names: readonly string[];
}

/** Delimiters that are looked for, the most usual first. */
const candidates = [',', ';', '\t', '|'] as const;

/** How much of a file decides its delimiter. */
const headBytes = 2 ** 20;
const headRecords = 50;

/**
 * Reads the header of a file, and finds the delimiter: the one that gives most of the first records as many fields as
 * the header, and then the one that gives the most.
 *
 * @param delimiter - the delimiter, if the user gave it
 * @throws ReluctantError (`invalid-file`) for a file that is empty, not UTF-8 or begins with an empty line; a header
 *   with a name twice or without a name; a given delimiter that does not occur, while another one does
 */
export async function readDialect(file: string, delimiter: string | undefined): Promise<CsvDialect> {
  const text = decode(file, await firstBytes(file, headBytes));
  if (text.trim() === '') throw refusal(file, 'the file is empty');
  if (/^\s*?[\r\n]/.test(text))
    throw refusal(file, 'the first line is empty, and must hold the names of the columns', 1);
  const given = delimiter ?? (/\.(tsv|tab)(\.gz)?$/i.test(file) ? '\t' : undefined);
  const chosen = given ?? mostRegular(text);
  const [header = []] = records(text, chosen);
  const names = header.map((name) => name.trim());
  const other = candidates.find((candidate) => candidate !== chosen && names[0]?.includes(candidate));
  if (given !== undefined && names.length === 1 && other !== undefined) {
    const said = `with the delimiter ${name(given)} there is one column, '${printable(names[0] ?? '', 60)}'; ${name(other)} seems to be the delimiter`;
    throw refusal(file, said, 1);
  }
  checkNames(file, names);
  checkLineBreaks(file, text, header);
  return { delimiter: chosen, names };
}

function decode(file: string, bytes: Uint8Array): string {
  try {
    // The last character may be cut in two.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    const wide = bytes[0] === 0xff || bytes[0] === 0xfe || bytes[1] === 0;
    throw refusal(file, wide ? 'the text is UTF-16, and must be UTF-8' : 'the text is not UTF-8');
  }
}

function mostRegular(text: string): string {
  const scored = candidates.map((delimiter) => {
    const [header = [], ...rest] = records(text, delimiter);
    const regular = rest.filter((record) => record.length === header.length).length;
    return { delimiter, fields: header.length, share: rest.length === 0 ? 1 : regular / rest.length };
  });
  const splitting = scored.filter(({ fields }) => fields > 1);
  const [best] = splitting.sort((a, b) => b.share - a.share || b.fields - a.fields);
  return best?.delimiter ?? ',';
}

/**
 * The first records. One that is cut off or not well-formed ends the list; DuckDB says what is wrong when it reads the
 * file.
 */
function records(text: string, delimiter: string): readonly (readonly string[])[] {
  const found: string[][] = [];
  try {
    parse(text, {
      ...{ delimiter, to: headRecords, relax_column_count: true, skip_empty_lines: true },
      on_record: (record: string[]) => {
        found.push(record);
        return null;
      },
    });
  } catch {
    return found;
  }
  return found;
}

function checkNames(file: string, names: readonly string[]): void {
  names.forEach((column, index) => {
    if (column === '') throw refusal(file, `column ${index + 1} has no name in the header`, 1);
    const first = names.indexOf(column);
    if (first < index) {
      throw refusal(
        file,
        `columns ${first + 1} and ${index + 1} are both named '${printable(column)}' in the header`,
        1,
      );
    }
  });
}

const lineBreak = /\r\n|\n|\r/;

/**
 * DuckDB takes the first line break of a file for that of all rows, and finds no row if that one stands within a name
 * and differs.
 */
function checkLineBreaks(file: string, text: string, header: readonly string[]): void {
  const within = lineBreak.exec(header.join(''))?.[0];
  if (within === undefined) return;
  const between = lineBreak.exec(text.replace(/"(?:[^"]|"")*"/g, ''))?.[0];
  if (between === undefined || between === within) return;
  const column = header.find((name) => lineBreak.test(name)) ?? '';
  const said = `the name '${printable(column)}' has a line break ${shownBreak(within)}, and the lines end with ${shownBreak(between)}: write the name in one line`;
  throw refusal(file, said, 1);
}

function shownBreak(text: string): string {
  return text.replace('\r', '\\r').replace('\n', '\\n');
}

function name(delimiter: string): string {
  return delimiter === '\t' ? 'tab' : `'${printable(delimiter)}'`;
}

function refusal(file: string, said: string, line?: number): ReluctantError {
  const where = line === undefined ? printable(file) : `${printable(file)}, line ${line}`;
  return new ReluctantError('invalid-file', `${where}: ${said}`, {
    path: [file, ...(line === undefined ? [] : [line])],
  });
}
