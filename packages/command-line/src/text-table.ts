import { type TableCell, type TableColumn, TableLayout, type TextTableOptions } from './table-layout.js';

/**
 * A table that fits in so many characters. One that is too wide loses its optional columns, one after another, then has
 * its columns of texts wrapped. If that is not enough, it is divided into tables below each other, each with the
 * columns that name the rows, and a column that is too wide alone is wrapped.
 *
 * Texts may hold anything: control characters and line breaks are escaped, and wide characters count as two.
 */
export function textTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
  options: TextTableOptions,
): string {
  const { width, names = 1 } = options;
  const layout = new TableLayout(columns, rows, options);
  let shown = columns.map((_, column) => column);
  while (layout.total(shown) > width) {
    const dropped = shown.findLast((column) => columns[column]?.optional === true);
    if (dropped === undefined) break;
    shown = shown.filter((column) => column !== dropped);
  }
  if (layout.fit(shown)) return layout.draw(shown);
  return layout
    .divide(shown.slice(0, names), shown.slice(names))
    .map((part) => layout.draw(part))
    .join('\n');
}
