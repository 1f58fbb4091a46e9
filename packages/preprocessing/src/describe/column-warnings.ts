import { printable } from '@reluctant/errors';
import type { Decision } from '../preprocessor/decide-role.js';
import { isAllDifferent, isFreeText } from '../preprocessor/decide-role.js';
import type { ColumnEncoding } from '../preprocessor/preprocessor.js';
import type { ColumnSummary } from '../summary/summarise-column.js';
import type { Column } from '../table/column.js';
import { rowNumber, type TableOrigin } from '../table/table.js';
import type { TableWarning, WarningKind } from './table-description.js';

/** What is known of a column when its warnings are made. */
export interface DescribedColumn {
  readonly column: Column;
  readonly summary: ColumnSummary;
  readonly decision: Decision;
  /** Undefined for a dropped column and for one with infinite numbers. */
  readonly encoding: ColumnEncoding | undefined;
  /** How the column gives the target away: see `leakFinder`. */
  readonly leak: string | undefined;
}

/** The warnings about one column of a table, the gravest first. */
export function columnWarnings(
  table: TableOrigin,
  { column, summary, decision, encoding, leak }: DescribedColumn,
): readonly TableWarning[] {
  if (decision.why === 'as asked' && decision.role === 'drop') return [];
  const { name, kind } = column;
  const warnings: TableWarning[] = [];
  const warn = (about: WarningKind, said: string): void => {
    warnings.push({ kind: about, column: name, said: `column '${printable(name)}' ${said}` });
  };
  const dropped = decision.role === 'drop' ? ' and is dropped' : '';
  if (summary.infiniteRow !== undefined) {
    warn(
      'infinite',
      `holds an infinite number in row ${rowNumber(table, summary.infiniteRow)}: correct it or drop the column`,
    );
  }
  if (leak !== undefined) warn('leak', `${leak}: drop it if it is not known when the model answers`);
  if (summary.present === 0) warn('empty', `has no value in any row${dropped}`);
  else if (summary.distinct === 1 && summary.missing === 0)
    warn('constant', `has the same value in every row${dropped}`);
  else if (kind === 'text' && isFreeText(summary)) warn('free-text', `holds free text${dropped}`);
  else if (kind === 'text' && decision.role === 'drop' && !isAllDifferent(summary)) {
    warn('categories', `has ${summary.distinct} different texts, each in too few rows, and is dropped`);
  } else if (kind !== 'date' && (kind === 'text' || summary.whole) && isAllDifferent(summary)) {
    warn('identifier', `has another value in each row, like an identifier${dropped && `,${dropped}`}`);
  }
  if (encoding?.role === 'date') {
    warn('date', 'holds dates: test on the latest rows if the model is to answer for dates to come');
  }
  if (encoding?.role === 'categorical' && encoding.rare && summary.distinct > encoding.categories.length + 1) {
    const grouped =
      summary.distinct - encoding.categories.filter((category) => category !== '' && category !== null).length;
    warn('categories', `has ${summary.distinct} categories, of which the ${grouped} with the fewest rows become one`);
  }
  if (encoding?.input === 'double') warn('precision', 'would lose digits in float32 and enters in double precision');
  return warnings;
}
